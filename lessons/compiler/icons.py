"""The icons inside a compiled lesson (Lucide, ISC licence); the sprite has another address in each build."""

from __future__ import annotations

from typing import Final

_OPEN: Final = (
    '<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" '
    'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">'
)
NOTE: Final = f'{_OPEN}<circle cx="12" cy="12" r="10"/><path d="M12 16v-4"/><path d="M12 8h.01"/></svg>'
WARNING: Final = (
    f'{_OPEN}<path d="m21.73 18-8-14a2 2 0 0 0-3.48 0l-8 14A2 2 0 0 0 4 21h16a2 2 0 0 0 1.73-3"/><path d="M12 9v4"/>'
    '<path d="M12 17h.01"/></svg>'
)
MARK: Final = (
    '<svg class="mark-drawing" viewBox="0 0 28 28" fill="none" aria-hidden="true"><path d="M3.5 2v22.5H26" '
    'stroke="var(--ink)" stroke-width="2.6"/><path d="M9 2c0 10.5 6.5 17 17 17" stroke="var(--ink)" '
    'stroke-width="2.6"/><circle cx="13.9" cy="14.1" r="4.2" fill="var(--point)"/></svg>'
)
"""The mark of the house: it heads every trade-off."""
