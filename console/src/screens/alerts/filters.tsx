import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/api.ts';
import { useFormats } from '../../app/formats.tsx';
import { Go, useGo } from '../../parts/go.tsx';
import { Sentence, WordChoice } from '../../parts/sentence.tsx';
import { type AlertsFilter, path } from '../../paths.ts';
import { useTexts } from '../../texts/catalogue.ts';

const ASSETS = ['USDT', 'USDC', 'BTC', 'ETH', 'MXN', 'XMR', 'TRX', 'SOL'];

export function AlertFilters({ filter }: { filter: AlertsFilter }) {
  const t = useTexts().alerts;
  const f = useFormats();
  const go = useGo();
  const scenarios = useQuery({
    queryKey: ['scenarios'],
    queryFn: () => api.listScenarios(),
    staleTime: 60_000,
  });
  const set = (change: AlertsFilter): void => go(path.alerts({ ...filter, at: undefined, ...change }));
  const pairs = (words: Readonly<Record<string, string>>) => Object.entries(words);
  const filtered = Object.entries(filter).some(
    ([key, value]) => key !== 'at' && key !== 'state' && value !== undefined,
  );
  return (
    <div className="filter">
      <span className="filter-sentence">
        <Sentence
          text={t.sentence}
          slots={{
            state: (
              <WordChoice
                label={t.filterLabels.state}
                value={filter.state ?? ''}
                options={pairs(t.states)}
                onChange={(state) => set({ state })}
              />
            ),
            severity: (
              <WordChoice
                label={t.filterLabels.severity}
                value={filter.severity ?? ''}
                options={pairs(t.severities)}
                onChange={(severity) => set({ severity })}
              />
            ),
            assignee: (
              <WordChoice
                label={t.filterLabels.assignee}
                value={filter.assignee ?? ''}
                options={pairs(t.assignees)}
                onChange={(assignee) => set({ assignee })}
              />
            ),
            asset: (
              <WordChoice
                label={t.filterLabels.asset}
                value={filter.asset ?? ''}
                options={[['', t.anyAsset], ...ASSETS.map((code) => [code, code] as const)]}
                onChange={(asset) => set({ asset })}
              />
            ),
            scenario: (
              <WordChoice
                label={t.filterLabels.scenario}
                value={filter.scenario ?? ''}
                options={[
                  ['', t.anyScenario],
                  ...(scenarios.data?.items ?? []).map((item) => [item.id, f.pick(item.title)] as const),
                ]}
                onChange={(scenario) => set({ scenario })}
              />
            ),
            customer:
              filter.customer === undefined ? null : (
                <Sentence
                  text={t.ofCustomer}
                  slots={{
                    name: (
                      <Go href={path.customer(filter.customer)} className="mono strong">
                        {filter.customer}
                      </Go>
                    ),
                  }}
                />
              ),
          }}
        />
      </span>
      {filtered && (
        <Go className="button quiet slim" href={path.alerts({ state: 'open' })}>
          {t.clearFilters}
        </Go>
      )}
    </div>
  );
}
