package dev.stackhouse.bench.fleet;

import dev.stackhouse.storage.write.BlockEncoder;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A made-up service of which version 42 is deployed beside 41: equal but for one stack, if it is to become dearer. Written as the job
 * writes it, with a window every two minutes that has the samples of all of them.
 */
public final class SyntheticDeploy {
    private static final long STEP_MILLIS = 120_000;
    private static final int SAMPLES_A_WINDOW = 1_200;
    private static final long SAMPLE_NANOS = 10_000_000;
    private static final int COMPILED = 2;
    private static final int DEARER_STACK = 40;
    private static final double DEARER_SHARE = 0.03;

    private final SyntheticService service;
    private final BlockEncoder encoder;
    private final Random random;

    private SyntheticDeploy(SyntheticService service, BlockEncoder encoder) {
        this.service = service;
        this.encoder = encoder;
        this.random = new Random(service.name().hashCode());
    }

    /** Encodes an hour of some instances of either version. */
    public static void write(
            SyntheticService service, BlockEncoder encoder, long deployedMillis, int instances, boolean becomesDearer) {
        SyntheticDeploy deploy = new SyntheticDeploy(service, encoder);
        deploy.code();
        long end = deployedMillis + 1_800_000;
        for (int i = 0; i < instances; i++) {
            deploy.instance("a" + i, "41", deployedMillis - 1_800_000, end, 0);
            deploy.instance("b" + i, "42", deployedMillis, end, becomesDearer ? DEARER_SHARE : 0);
        }
    }

    private void code() {
        List<List<SyntheticFrame>> stacks = service.stacks();
        for (int stack = 0; stack < stacks.size(); stack++) {
            long[] ids =
                    stacks.get(stack).stream().mapToLong(SyntheticFrame::id).toArray();
            encoder.stack(service.name(), 1, stack, ids);
            for (SyntheticFrame frame : stacks.get(stack)) {
                encoder.frame(frame.id(), frame.className(), frame.methodName(), frame.line(), COMPILED);
            }
        }
    }

    private void instance(String name, String version, long fromMillis, long toMillis, double more) {
        String instance = service.name() + "-" + name;
        encoder.instance(service.name(), instance, Map.of("version", version), fromMillis);
        encoder.instance(service.name(), instance, Map.of("version", version), toMillis - 10_000);
        for (long window = fromMillis; window < toMillis; window += STEP_MILLIS) {
            int[] samples = new int[service.stacks().size()];
            for (int i = 0; i < SAMPLES_A_WINDOW; i++) {
                samples[random.nextDouble() < more ? DEARER_STACK : service.pickStack(random)]++;
            }
            for (int stack = 0; stack < samples.length; stack++) {
                if (samples[stack] > 0) {
                    encoder.sample(
                            service.name(),
                            "cpu",
                            instance,
                            window,
                            1,
                            stack,
                            samples[stack] * SAMPLE_NANOS,
                            samples[stack]);
                }
            }
        }
    }
}
