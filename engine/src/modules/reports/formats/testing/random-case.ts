import { parseInstant } from '../../../../kernel/instant.ts';
import type { PlatformAccount, ReportableCase, ReportableSubject } from '../reportable.ts';
import { clabeOf } from './identities.ts';
import { type Random, seeded } from './random.ts';
import { monthOf, randomOperation } from './random-operations.ts';
import { randomAddress, randomContact, randomOwners, randomParty } from './random-parties.ts';

const MONTHS = ['2025-08', '2025-12', '2026-01', '2026-02', '2026-03'];

/** All months of random cases are over by then. */
export const RANDOM_NOW = parseInstant('2026-04-15T18:00:00Z');

const NARRATIVE =
  'El cliente recibió depósitos de 14 personas (sin relación aparente) y envió >90% del saldo en 24 h; ' +
  'véase "anexo 3" & correo de compras@example.com.\n\n¿Origen? No lo acreditó — solicitó el cierre.';

function randomAccount(random: Random): PlatformAccount {
  const user = random.pick([
    'U-00042',
    'ana.nunez@example.com',
    '0190b7c2-7d4e-7c1a-9f00-0123456789ab',
    'cliente 7',
  ]);
  const clabe = random.chance(60) ? { clabe: clabeOf(`901${random.text('0123456789', 14)}`) } : {};
  return { userId: user, account: `acc-${random.text('0123456789', 10)}`, ...clabe, currency: 'MXN' };
}

function randomSubject(random: Random, id: string, month: string): ReportableSubject {
  const party = randomParty(random);
  const first = monthOf(month);
  const operations = Array.from({ length: random.whole(1, 6) }, (_, n) =>
    randomOperation(random, `${id}-${n}`, first),
  );
  return {
    party,
    ...(random.chance(90) ? { address: randomAddress(random) } : {}),
    ...(random.chance(90) ? { contact: randomContact(random) } : {}),
    beneficialOwners: randomOwners(random, party),
    account: randomAccount(random),
    operations,
  };
}

/** A case that can be filed: everything in it agrees, and everything in it is awkward. The same seed, the same case. */
export function randomCase(seed: number): ReportableCase {
  const random = seeded(seed);
  const month = random.pick(MONTHS);
  const subjects = Array.from({ length: random.chance(15) ? 2 : 1 }, (_, n) =>
    randomSubject(random, `${seed}-${n}`, month),
  );
  const amended = subjects.length === 1 && random.chance(10);
  return {
    reporter: {
      taxId: 'EXF190101D49',
      platformDomain: random.pick(['exfictia.mx', 'app.exfictia.com.mx', 'https://EXFICTIA.com/']),
      ...(random.chance(10) ? { exempt: true } : {}),
    },
    month,
    priority: random.chance(30) ? '24h' : 'normal',
    reference: random.pick([`CASE-${seed}`, `rep_0190b7c27d4e7c1a9f00${seed}`]),
    alert: random.chance(80)
      ? {
          code: random.pick(['4901', '4902', '9999']),
          narrative: NARRATIVE.slice(0, random.whole(20, NARRATIVE.length)),
        }
      : { code: '4901' },
    ...(amended
      ? {
          amendment: {
            folio: `2025-${random.whole(1, 99_999)}`,
            description: 'Se corrigió el monto (error).',
          },
        }
      : {}),
    subjects,
  };
}
