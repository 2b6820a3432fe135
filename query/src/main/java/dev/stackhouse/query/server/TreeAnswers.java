package dev.stackhouse.query.server;

import dev.stackhouse.proto.query.v1.CallTree;
import dev.stackhouse.proto.query.v1.Coverage;
import dev.stackhouse.proto.query.v1.FlameGraphGroup;
import dev.stackhouse.proto.query.v1.GetDifferenceRequest;
import dev.stackhouse.proto.query.v1.GetDifferenceResponse;
import dev.stackhouse.proto.query.v1.GetFlameGraphRequest;
import dev.stackhouse.proto.query.v1.GetFlameGraphResponse;
import dev.stackhouse.proto.query.v1.GetSandwichRequest;
import dev.stackhouse.proto.query.v1.GetSandwichResponse;
import dev.stackhouse.proto.query.v1.MethodDifference;
import dev.stackhouse.proto.query.v1.Selection;
import dev.stackhouse.query.flamegraph.FlameTree;
import dev.stackhouse.query.flamegraph.Focus;
import dev.stackhouse.query.flamegraph.MethodStacks;
import dev.stackhouse.query.flamegraph.Pruning;
import dev.stackhouse.query.flamegraph.Sandwich;
import dev.stackhouse.query.top.ChangedMethods;
import dev.stackhouse.storage.read.StackTotals;
import java.util.List;

/** Answers that are trees: flame graphs, differences, sandwiches. Thread-safe. */
final class TreeAnswers {
    private static final int DEFAULT_NODES = 50_000;
    private static final int DEFAULT_GROUPS = 10;
    private static final int DEFAULT_METHODS = 50;

    private final Selections selections;

    TreeAnswers(Selections selections) {
        this.selections = selections;
    }

    GetFlameGraphResponse flameGraph(GetFlameGraphRequest request) {
        Target target = selections.target(request.getSelection());
        int maxNodes = nodes(request.getMaxNodes());
        if (!request.getGroupBy().isEmpty()) {
            return groups(request, target, maxNodes);
        }
        StackTotals totals = selections.stacks(target);
        FlameTree tree =
                Pruning.prune(Focus.on(FlameTree.of(MethodStacks.of(totals)), request.getFocusPathList()), maxNodes);
        GetFlameGraphResponse.Builder response =
                GetFlameGraphResponse.newBuilder().setCoverage(Selections.coverage(target, totals));
        tree.methods().forEach(method -> response.addNames(method.name()).addNameTypes(method.type()));
        for (int node = 0; node < tree.size(); node++) {
            response.addLevels(tree.level(node))
                    .addNameIndexes(tree.methodIndex(node))
                    .addSelfValues(tree.selfValue(node));
        }
        return response.build();
    }

    private GetFlameGraphResponse groups(GetFlameGraphRequest request, Target target, int maxNodes) {
        int maxGroups = Limits.atLeast(1, "max_groups", request.getMaxGroups(), DEFAULT_GROUPS);
        if (!request.getFocusPathList().isEmpty()) {
            throw RequestException.invalid(
                    "focus_path and group_by cannot be had together: select one group by its label to focus in it");
        }
        List<Selections.Group> groups = selections.groups(target, request.getGroupBy(), maxGroups);
        GetFlameGraphResponse.Builder response =
                GetFlameGraphResponse.newBuilder().setCoverage(selections.coverage(target, groups));
        Names names = new Names();
        int share = Math.max(Pruning.LEAST_NODES, maxNodes / Math.max(1, groups.size()));
        for (Selections.Group group : groups) {
            FlameTree tree = Pruning.prune(FlameTree.of(MethodStacks.of(group.stacks())), share);
            FlameGraphGroup.Builder built = response.addGroupsBuilder()
                    .setLabelValue(group.labelValue())
                    .setIsOther(group.isOther())
                    .setValue(group.value())
                    .setSamples(group.samples());
            for (int node = 0; node < tree.size(); node++) {
                built.addLevels(tree.level(node))
                        .addNameIndexes(names.indexOf(tree.method(node)))
                        .addSelfValues(tree.selfValue(node));
            }
        }
        names.all().forEach(method -> response.addNames(method.name()).addNameTypes(method.type()));
        return response.build();
    }

    GetDifferenceResponse difference(GetDifferenceRequest request) {
        int maxNodes = nodes(request.getMaxNodes());
        int maxMethods = Limits.atLeast(1, "max_methods", request.getMaxMethods(), DEFAULT_METHODS);
        Target before = selections.target(request.getBefore());
        Target after = selections.target(completed(request.getAfter(), request.getBefore()));
        if (before.event() != after.event()) {
            throw RequestException.invalid("before looks at " + before.event().text() + " and after at "
                    + after.event().text() + "; a difference is of one event");
        }
        StackTotals stacksBefore = selections.stacks(before);
        StackTotals stacksAfter = selections.stacks(after);
        Coverage coverageBefore = Selections.coverage(before, stacksBefore);
        Coverage coverageAfter = Selections.coverage(after, stacksAfter);
        double[] factors = Scale.factors(request.getNormalization(), coverageBefore, coverageAfter);
        MethodStacks stacks = MethodStacks.of(List.of(stacksBefore, stacksAfter));
        FlameTree tree = Pruning.prune(Focus.on(FlameTree.of(stacks), request.getFocusPathList()), maxNodes, factors);
        GetDifferenceResponse.Builder response = GetDifferenceResponse.newBuilder()
                .setBefore(coverageBefore)
                .setAfter(coverageAfter)
                .setBeforeFactor(factors[0])
                .setAfterFactor(factors[1]);
        tree.methods().forEach(method -> response.addNames(method.name()).addNameTypes(method.type()));
        for (int node = 0; node < tree.size(); node++) {
            response.addLevels(tree.level(node))
                    .addNameIndexes(tree.methodIndex(node))
                    .addBeforeSelfValues(tree.selfValue(node, 0))
                    .addAfterSelfValues(tree.selfValue(node, 1));
        }
        ChangedMethods.of(stacks, factors, maxMethods)
                .forEach(change -> response.addMethods(MethodDifference.newBuilder()
                        .setMethod(change.method().name())
                        .setType(change.method().type())
                        .setBeforeSelfValue(change.selfBefore())
                        .setBeforeTotalValue(change.totalBefore())
                        .setAfterSelfValue(change.selfAfter())
                        .setAfterTotalValue(change.totalAfter())));
        return response.build();
    }

    private static Selection completed(Selection after, Selection before) {
        Selection.Builder completed = after.toBuilder();
        if (after.getService().isEmpty()) {
            completed.setService(before.getService());
        }
        if (after.getEvent().isEmpty()) {
            completed.setEvent(before.getEvent());
        }
        return completed.build();
    }

    GetSandwichResponse sandwich(GetSandwichRequest request) {
        Target target = selections.target(request.getSelection());
        int maxNodes = nodes(request.getMaxNodes());
        String method = requireMethod(request.getMethod());
        StackTotals totals = selections.stacks(target);
        Sandwich sandwich = Sandwich.of(MethodStacks.of(totals), method);
        Names names = new Names();
        GetSandwichResponse.Builder response = GetSandwichResponse.newBuilder()
                .setCoverage(Selections.coverage(target, totals))
                .setSelfValue(sandwich.self())
                .setTotalValue(sandwich.total())
                .setCallers(callTree(Pruning.prune(sandwich.callers(), maxNodes), names))
                .setCallees(callTree(Pruning.prune(sandwich.callees(), maxNodes), names));
        names.all().forEach(name -> response.addNames(name.name()).addNameTypes(name.type()));
        return response.build();
    }

    private static CallTree callTree(FlameTree tree, Names names) {
        CallTree.Builder built = CallTree.newBuilder();
        for (int node = 0; node < tree.size(); node++) {
            built.addLevels(tree.level(node))
                    .addNameIndexes(names.indexOf(tree.method(node)))
                    .addSelfValues(tree.selfValue(node));
        }
        return built.build();
    }

    static String requireMethod(String method) {
        if (method.isEmpty()) {
            throw RequestException.invalid("method is missing: name it with its class, as in java.util.HashMap.get");
        }
        return method;
    }

    private static int nodes(int maxNodes) {
        return Limits.atLeast(Pruning.LEAST_NODES, "max_nodes", maxNodes, DEFAULT_NODES);
    }
}
