"""A limit on how much of something is taken, such as bytes, where the same thing counts once."""

from django.core.cache import cache

from .limits import Limit, as_key


class Quota(Limit):
    """`tries` of something in `seconds`. It is taken before it is used and in one step, so that of many at once none
    gets past the limit."""

    def take(self, who, amount=1, once="") -> bool:
        """Take so much; False, and nothing is taken, if that is too much. What was taken under the name `once` in this
        window is not counted again."""
        if once and not cache.add(self._mark(who, once), amount, self.seconds):
            return True
        if self.count(who, amount) <= self.tries:
            return True
        self.give_back(who, amount, once)
        return False

    def give_back(self, who, amount=1, once="") -> None:
        """Undo what `take` did, if it did."""
        if not once or cache.delete(self._mark(who, once)):
            self.take_back(who, amount)

    def _mark(self, who, once):
        return f"{self._key(who)}:{as_key(once)}"
