// What all dashboards are made of: a panel cannot be made without a unit, a description and a query.
import { DashboardBuilder, DashboardCursorSync, DashboardLinkBuilder, DashboardLinkType, RowBuilder, ThresholdsConfigBuilder, ThresholdsMode } from '@grafana/grafana-foundation-sdk/dashboard';
import type { DataSourceRef, Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder as ElasticsearchQuery, LogsBuilder } from '@grafana/grafana-foundation-sdk/elasticsearch';
import { DataqueryBuilder as PrometheusQuery } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as LogsPanel } from '@grafana/grafana-foundation-sdk/logs';
import { PanelBuilder as StatPanel } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TimeseriesPanel } from '@grafana/grafana-foundation-sdk/timeseries';
import { BigValueGraphMode, LegendDisplayMode, LegendPlacement, VizLegendOptionsBuilder } from '@grafana/grafana-foundation-sdk/common';
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';

export const PROMETHEUS: DataSourceRef = { type: 'prometheus', uid: 'prometheus' };
export const LOGS: DataSourceRef = { type: 'elasticsearch', uid: 'logs' };

/** Units that Grafana knows (its value formats); others would be shown as text behind the number. */
export type Unit = 'short' | 's' | 'bytes' | 'Bps' | 'reqps' | 'ops' | 'percentunit' | 'cps' | 'bool_on_off' | 'dtdurations';

/** One line of a panel: what Prometheus is asked, and how its series are named. */
export type Line = readonly [expr: string, legend: string];

/** A time series panel. */
export function graph(title: string, description: string, unit: Unit, ...lines: Line[]): Builder<Panel> {
  const panel = new TimeseriesPanel()
    .title(title)
    .description(description)
    .datasource(PROMETHEUS)
    .unit(unit)
    .min(0)
    .span(8)
    .height(8)
    .fillOpacity(8)
    .legend(new VizLegendOptionsBuilder().displayMode(LegendDisplayMode.List).placement(LegendPlacement.Bottom).showLegend(true));
  for (const [i, [expr, legend]] of lines.entries()) {
    panel.withTarget(new PrometheusQuery().expr(expr).legendFormat(legend).range().refId(String.fromCharCode(65 + i)));
  }
  return panel;
}

/** A number as it is now; red from where something is wrong. */
export function number(title: string, description: string, unit: Unit, expr: string, bad?: { from: number } | { below: number }): Builder<Panel> {
  const panel = new StatPanel()
    .title(title)
    .description(description)
    .datasource(PROMETHEUS)
    .unit(unit)
    .span(4)
    .height(4)
    .graphMode(BigValueGraphMode.Area)
    .withTarget(new PrometheusQuery().expr(expr).instant().refId('A'));
  if (bad) {
    const [first, then, at] = 'from' in bad ? ['green', 'red', bad.from] as const : ['red', 'green', bad.below] as const;
    panel.thresholds(new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps([
      { color: first, value: null },
      { color: then, value: at },
    ]));
  }
  return panel;
}

/** Lines of logs; the query is Lucene's over the fields that nomad-jobs/collector/README.md names. */
export function lines(title: string, description: string, query: string): Builder<Panel> {
  return new LogsPanel()
    .title(title)
    .description(description)
    .datasource(LOGS)
    .unit('short')
    .span(24)
    .height(10)
    .showTime(true)
    .wrapLogMessage(true)
    .enableLogDetails(true)
    .withTarget(new ElasticsearchQuery()
      .refId('A')
      .query(query)
      .timeField('@timestamp')
      .metrics([new LogsBuilder().id('1')]));
}

export type Section = readonly [title: string, panels: Builder<Panel>[]];

/** A dashboard; its uid is its name for ever, since links and alerts lead there. */
export function board(uid: string, title: string, description: string, ...sections: Section[]): DashboardBuilder {
  const made = new DashboardBuilder(title)
    .uid(uid)
    .description(description)
    .tags(['matinee'])
    .timezone('browser')
    .time({ from: 'now-1h', to: 'now' })
    .refresh('30s')
    .tooltip(DashboardCursorSync.Crosshair)
    .readonly()
    .link(new DashboardLinkBuilder('Matinee').type(DashboardLinkType.Dashboards).tags(['matinee']).asDropdown(true).keepTime(true));
  for (const [name, panels] of sections) {
    made.withRow(new RowBuilder(name));
    for (const panel of panels) {
      made.withPanel(panel);
    }
  }
  return made;
}

/** The quantile of a histogram, over all instances; without a label the whole is one line. */
export function quantile(q: number, histogram: string, by = ''): string {
  return `histogram_quantile(${q}, sum by (le${by ? `, ${by}` : ''}) (rate(${histogram}[$__rate_interval])))`;
}

export function rate(counter: string, by = ''): string {
  return `sum${by ? ` by (${by})` : ''} (rate(${counter}[$__rate_interval]))`;
}

/** A part of a whole; nothing of it is 0, also where the part's series is not there yet. */
export function part(some: string, all: string): string {
  return `(sum(rate(${some}[$__rate_interval])) or vector(0)) / clamp_min(sum(rate(${all}[$__rate_interval])), 1e-9)`;
}
