package dev.stackhouse.storage.regression;

/**
 * Names a look at a deploy.
 *
 * @param look its number, from 0
 */
public record LookKey(String service, String versionBefore, String versionAfter, String event, int look) {}
