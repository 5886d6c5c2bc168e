import { apiClient, type Context, EXIT, type ExitCode } from '../context.ts';

const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MB`;

export async function run(_args: readonly string[], context: Context): Promise<ExitCode> {
  const { json, out, say } = context;
  const status = await apiClient(context).getStatus();
  if (json) {
    out(JSON.stringify(status));
    return EXIT.done;
  }
  const number = new Intl.NumberFormat(context.language);
  const { checkpoint } = status;
  const lines: readonly (readonly [string, string])[] = [
    [
      'Atalaya',
      `${status.version}, ${status.live ? say({ es: 'en marcha', en: 'live' }) : say({ es: 'atrasado', en: 'behind' })}`,
    ],
    [
      say({ es: 'decisiones', en: 'decisions' }),
      `${number.format(status.events_per_second)}/s, p50 ${status.decision_p50_ms} ms, p99 ${status.decision_p99_ms} ms`,
    ],
    [say({ es: 'reglas', en: 'rules' }), `${status.scenarios}, ${status.rule_set.slice(0, 12)}`],
    [say({ es: 'listas vencidas', en: 'stale lists' }), number.format(status.lists_stale)],
    [say({ es: 'libro', en: 'journal' }), `${number.format(status.journal_entries)} · ${status.behind} ←`],
    [
      say({ es: 'punto de control', en: 'checkpoint' }),
      checkpoint === undefined ? '—' : `${number.format(checkpoint.size)} · ${checkpoint.at}`,
    ],
    [
      say({ es: 'ventanas', en: 'windows' }),
      `${megabytes(status.windows.bytes)} · ${number.format(status.windows.customers)} × ${number.format(status.windows.bytes_per_customer)} B · ${number.format(status.windows.entries)} ↑ · ${megabytes(status.windows.bytes_on_disk)} ↓`,
    ],
    [
      say({ es: 'clientes', en: 'customers' }),
      `${number.format(status.windows.known_customers)} · ${megabytes(status.windows.known_bytes)}`,
    ],
  ];
  out(lines.map(([name, value]) => `${name.padEnd(18)}${value}`).join('\n'));
  return status.live ? EXIT.done : EXIT.refused;
}
