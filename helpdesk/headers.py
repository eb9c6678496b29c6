"""What browsers are told with every answer, whoever gives it: a view, WhiteNoise, an error page, the edge."""

# What no page of ours uses, so that nothing that slips into one can either. Left out, and so our own pages' alone, are
# sound and passkeys. https://www.w3.org/TR/permissions-policy/
UNUSED = [
    "accelerometer",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "hid",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
]
ALWAYS = {"Permissions-Policy": ", ".join(f"{feature}=()" for feature in UNUSED)}

ALWAYS_RAW = [(name.lower().encode(), value.encode()) for name, value in ALWAYS.items()]  # as ASGI writes them
