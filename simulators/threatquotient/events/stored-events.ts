import { z } from 'zod';

/** What a restart needs: the newest version of each event, and the names of all types in the order of their ids. */
export const storedEvents = z.object({
  types: z.array(z.string()),
  events: z.array(
    z.object({
      id: z.int(),
      createdAt: z.number(),
      updatedAt: z.number(),
      touchedAt: z.number(),
      deletedAt: z.number().nullable(),
      visibleFrom: z.number(),
      content: z.union([
        z.object({ odd: z.string() }),
        z.object({
          title: z.string(),
          typeId: z.int(),
          happenedAt: z.number(),
          description: z.string().nullable(),
          statusId: z.int().nullable(),
          attributes: z.array(z.object({ name: z.string(), value: z.string() })).readonly(),
          sources: z.array(z.string()).readonly(),
          tags: z.array(z.string()).readonly(),
          indicators: z
            .array(z.object({ value: z.string(), typeId: z.int(), class: z.enum(['network', 'host']) }))
            .readonly(),
          adversaries: z.array(z.string()).readonly(),
        }),
      ]),
    }),
  ),
});
