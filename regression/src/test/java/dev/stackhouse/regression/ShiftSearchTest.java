package dev.stackhouse.regression;

import static dev.stackhouse.regression.SteadyWeeks.END;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ShiftSearchTest {
    private static final int WEEK = 168;

    @Test
    void daysAndWeeksAreNoShift() {
        Shifts shifts = new SteadyWeeks().search().find();
        assertThat(shifts.tooLittle()).isEmpty();
        assertThat(shifts.suspects()).isEmpty();
        assertThat(shifts.detectable()).isBetween(0.0003, 0.003);
    }

    @Test
    void aMethodThatTakesMoreSinceAnHourIsSuspectedSinceThen() {
        Shifts shifts =
                new SteadyWeeks().times(1, 5, 1.5, END - 4, END).search().find();
        Suspect surest = shifts.suspects().get(0);
        assertThat(surest.unit()).isEqualTo(new Unit(Unit.Type.METHOD_SELF, List.of("m1_5")));
        assertThat(surest.changedHour()).isEqualTo(SteadyWeeks.hour(END - 4));
        assertThat(surest.after() / surest.before()).isCloseTo(1.5, within(0.1));
        assertThat(shifts.suspects())
                .allMatch(suspect -> suspect.unit().method().equals("m1_5"));
    }

    @Test
    void anHourIsEnoughForALargeShift() {
        Shifts shifts = new SteadyWeeks().times(1, 5, 3, END - 1, END).search().find();
        assertThat(shifts.suspects().get(0).changedHour()).isEqualTo(SteadyWeeks.hour(END - 1));
    }

    @Test
    void whatHasPassedIsNoShift() {
        assertThat(new SteadyWeeks()
                        .times(1, 5, 3, END - 5, END - 2)
                        .search()
                        .find()
                        .suspects())
                .isEmpty();
    }

    @Test
    void theEndOfAShiftIsNone() {
        for (int ago = 2; ago <= 24; ago++) {
            SteadyWeeks weeks = new SteadyWeeks().times(1, 5, 2, END - ago - 10, END - ago);
            assertThat(weeks.search().find().suspects())
                    .as("%d hours after it", ago)
                    .noneMatch(suspect -> suspect.after() > suspect.before());
        }
    }

    @Test
    void whatComesEveryWeekIsNoShift() {
        SteadyWeeks weeks = new SteadyWeeks();
        for (int week = 0; week <= 2; week++) {
            weeks.times(1, 5, 2, END - 4 - week * WEEK, END - week * WEEK);
        }
        assertThat(weeks.search().find().suspects()).isEmpty();
    }

    @Test
    void whatWasMissingAWeekAgoIsNoShiftNow() {
        SteadyWeeks weeks = new SteadyWeeks().times(1, 5, 0.3, END - 4 - WEEK, END - WEEK);
        assertThat(weeks.search().find().suspects()).isEmpty();
    }

    @Test
    void oneThatGrowsMakesNoOtherSmaller() {
        Shifts shifts = new SteadyWeeks().times(2, 14, 6, END - 4, END).search().find();
        assertThat(shifts.suspects()).isNotEmpty().allMatch(suspect -> suspect.after() > suspect.before());
    }

    @Test
    void aShiftThatStaysIsThereForAWeek() {
        SteadyWeeks weeks = new SteadyWeeks().times(1, 5, 1.5, END - 100, END);
        Suspect suspect = new Suspect(
                new Unit(Unit.Type.METHOD_SELF, List.of("m1_5")), 0.01, 0.015, 0, SteadyWeeks.hour(END - 100));
        assertThat(weeks.search().find().suspects()).isEmpty();
        assertThat(weeks.search().persists(suspect)).isTrue();
        assertThat(weeks.times(1, 5, 1 / 1.5, END - 2, END).search().persists(suspect))
                .isFalse();
    }

    @Test
    void aNewVersionIsComparedByItself() {
        SteadyWeeks weeks = new SteadyWeeks().times(1, 5, 1.5, END - 4, END);
        Shifts shifts = weeks.search(SteadyWeeks.hour(END - 4)).find();
        assertThat(shifts.suspects()).isEmpty();
        assertThat(shifts.tooLittle()).contains("first seen 4 hours ago");
        assertThat(weeks.search(SteadyWeeks.hour(END - 12)).find().suspects()).isNotEmpty();
    }

    @Test
    void aWeekIsNotEnoughToKnowWhatIsUsual() {
        Shifts shifts = new SteadyWeeks().without(0, END - WEEK).search().find();
        assertThat(shifts.tooLittle()).contains("168 of the last 534 hours");
        assertThat(shifts.detectable()).isNaN();
    }

    @Test
    void hoursWithoutSamplesAreLeftOut() {
        SteadyWeeks weeks = new SteadyWeeks().times(1, 5, 1.5, END - 6, END);
        weeks.without(END - 15, END - 12).without(END - 40, END - 30).without(END - 2 * WEEK - 2, END - 2 * WEEK - 1);
        Shifts shifts = weeks.search().find();
        assertThat(shifts.suspects().get(0).unit().method()).isEqualTo("m1_5");
    }

    @Test
    void instancesAreComparedInTheSameHoursOfTheWeekBefore() {
        long changed = SteadyWeeks.hour(END - 4);
        ShiftSearch search = new SteadyWeeks().search();
        assertThat(search.after(changed)).isEqualTo(new Hours(changed, SteadyWeeks.hour(END)));
        assertThat(search.before(changed)).isEqualTo(new Hours(changed - WEEK, SteadyWeeks.hour(END - WEEK)));
        long deploy = SteadyWeeks.hour(END - 50);
        assertThat(new SteadyWeeks().search(deploy).before(changed))
                .isEqualTo(new Hours(changed - 24, SteadyWeeks.hour(END - 24)));
        deploy = SteadyWeeks.hour(END - 20);
        assertThat(new SteadyWeeks().search(deploy).before(changed)).isEqualTo(new Hours(deploy + 2, changed));
    }

    @Test
    void anotherNumberOfHoursIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ShiftSearch(new HourlySamples(0, 24), Rules.DEFAULT, List.of(), 12))
                .withMessage("24 hours, not 534");
    }
}
