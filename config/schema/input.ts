import { z } from 'zod';
import type { ListInputType } from '../../sources/lists';
import { cisaKevInput, kevServiceSettings } from './inputs/cisa-kev';
import { ctciInput } from './inputs/ctci';
import { threatquotientInput } from './inputs/threatquotient';
import { serviceSettings } from './service';

/** One input: a place that a list, or events, come from. */
export const inputSettings = z.discriminatedUnion('type', [ctciInput, threatquotientInput, cisaKevInput]);

export type InputSettings = z.output<typeof inputSettings>;

/** What a service of a list may say, by the type of its input. */
export const LIST_SERVICES = { ctci: serviceSettings, cisa_kev: kevServiceSettings } satisfies Record<
  ListInputType,
  z.ZodType
>;

export type ListServiceSettings = z.output<(typeof LIST_SERVICES)[ListInputType]>;
