package dev.stackhouse.regression;

import java.util.List;

/** Every unit of a fleet, tested. */
@SuppressWarnings("ArrayRecordComponent") // Thousands of them: plain numbers, never compared.
record Tested(UnitTable table, Judge judge, List<Verdict> verdicts, double[] qValues) {
    static Tested of(Paths paths, Fleet fleet, Rules rules) {
        UnitTable table = new UnitTable(paths, fleet, rules.minimalChange() / 2);
        Judge judge = new Judge(fleet, table);
        List<Verdict> verdicts = table.rows.stream().map(judge::test).toList();
        double[] qValues = BenjaminiHochberg.qValues(
                verdicts.stream().mapToDouble(Verdict::pValue).toArray());
        return new Tested(table, judge, verdicts, qValues);
    }
}
