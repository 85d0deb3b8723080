/** Waivers in tests end on days that are written there: what holds today must hold in ten years. */
process.env.TEMPERED_TODAY ??= '2026-06-01';
