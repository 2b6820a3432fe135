package dev.stackhouse.storage.read;

import java.util.List;

/** At which rates an instance sampled in a range, in order; equal neighbours are one. */
public record InstanceRates(String service, String instance, List<Rates> rates) {}
