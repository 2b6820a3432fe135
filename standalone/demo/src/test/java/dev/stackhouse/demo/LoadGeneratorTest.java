package dev.stackhouse.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.demo.load.LoadFigures;
import dev.stackhouse.demo.load.LoadLoop;
import dev.stackhouse.demo.load.TrafficShape;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class LoadGeneratorTest {
    @Test
    void drivesTheShopWithoutBeingRefused() throws Exception {
        try (RunningShop shop = new RunningShop();
                LoadLoop loop = LoadLoop.start(shop.address(), new TrafficShape(60, 300))) {
            LoadFigures figures = await(loop, so -> so.answered() >= 120);

            assertThat(figures.answered()).isGreaterThanOrEqualTo(120);
            assertThat(figures.refused()).isZero();
            assertThat(figures.failed()).isZero();
            assertThat(shop.get("/report").body()).contains("<tr>");
        }
    }

    @Test
    void goesOnWhenTheShopDoesNotAnswer() throws Exception {
        URI nobody = URI.create("http://127.0.0.1:1");
        try (LoadLoop loop = LoadLoop.start(nobody, new TrafficShape(60, 300))) {
            LoadFigures figures = await(loop, so -> so.failed() >= 20);

            assertThat(figures.failed()).isGreaterThanOrEqualTo(20);
            assertThat(figures.answered()).isZero();
        }
    }

    private static LoadFigures await(LoadLoop loop, Predicate<LoadFigures> enough) throws InterruptedException {
        for (int i = 0; i < 600 && !enough.test(loop.figures()); i++) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return loop.figures();
    }
}
