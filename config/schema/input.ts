import { z } from 'zod';
import { cisaKevInput } from './inputs/cisa-kev';
import { ctciInput } from './inputs/ctci';
import { threatquotientInput } from './inputs/threatquotient';

/** One input: a place that a list, or events, come from. */
export const inputSettings = z.discriminatedUnion('type', [ctciInput, threatquotientInput, cisaKevInput]);
