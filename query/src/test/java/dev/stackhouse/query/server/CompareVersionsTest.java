package dev.stackhouse.query.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.linecorp.armeria.client.grpc.GrpcClients;
import dev.stackhouse.proto.query.v1.CompareVersionsRequest;
import dev.stackhouse.proto.query.v1.CompareVersionsResponse;
import dev.stackhouse.proto.query.v1.Finding;
import dev.stackhouse.proto.query.v1.FindingType;
import dev.stackhouse.proto.query.v1.QueryServiceGrpc.QueryServiceBlockingStub;
import dev.stackhouse.proto.query.v1.Unit;
import dev.stackhouse.proto.query.v1.Verdict;
import dev.stackhouse.query.TestingQueryServer;
import dev.stackhouse.storage.TestingClickHouse;
import io.grpc.StatusRuntimeException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Comparisons of versions, as a client sees them, on a real store. */
class CompareVersionsTest {
    private static TestingClickHouse store;
    private static TestingQueryServer server;
    private static QueryServiceBlockingStub query;

    @BeforeAll
    static void start() {
        store = TestingClickHouse.start();
        SeededVersions.write(store.address());
        server = TestingQueryServer.start(store.address());
        query = GrpcClients.newClient("gproto+http://127.0.0.1:" + server.port(), QueryServiceBlockingStub.class);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        if (store != null) {
            store.close();
        }
    }

    @Test
    void aDearerMethodIsNamedWithWhatItCosts() {
        CompareVersionsResponse compared = compare("41", "43").ask(query);

        assertThat(compared.getVerdict()).isEqualTo(Verdict.VERDICT_REGRESSION);
        assertThat(compared.getUnit()).isEqualTo(Unit.UNIT_NANOSECONDS);
        assertThat(compared.getFindingsList())
                .filteredOn(finding -> finding.getType() == FindingType.FINDING_TYPE_REGRESSION)
                .hasSize(1);
        Finding finding = compared.getFindings(0);
        assertThat(finding.getUnit().getPathList()).last().isEqualTo("com.acme.Cart.total");
        assertThat(finding.getPathList()).containsExactly("com.acme.Checkout.run", "com.acme.Cart.total");
        assertThat(finding.getBefore().getShare()).isCloseTo(0.05, within(0.004));
        assertThat(finding.getAfter().getShare()).isCloseTo(0.08, within(0.006));
        assertThat(finding.getAfter().getLow())
                .isBetween(0.06, finding.getAfter().getShare());
        assertThat(finding.getAfter().getHigh()).isBetween(finding.getAfter().getShare(), 0.1);
        // 400 samples of 10 ms in 10 s are 0.4 cores, of which 3 % more are 12 milli-cores.
        assertThat(finding.getChangePerInstance()).isCloseTo(12e6, within(3e6));
        assertThat(finding.getChangeInAll()).isEqualTo(6 * finding.getChangePerInstance(), within(1.0));
        assertThat(finding.getQValue()).isLessThan(0.001);
    }

    @Test
    void equalCodeHasNoRegressionAndTheAnswerSaysWhatItWouldHaveFound() {
        CompareVersionsResponse compared = compare("41", "42").ask(query);

        assertThat(compared.getVerdict()).isEqualTo(Verdict.VERDICT_NO_REGRESSION);
        assertThat(compared.getFindingsList()).isEmpty();
        assertThat(compared.getMinimalDetectableChange()).isBetween(0.0001, 0.01);
        assertThat(compared.getBefore().getInstances()).isEqualTo(6);
        assertThat(compared.getAfter().getInstances()).isEqualTo(6);
    }

    @Test
    void theBeginningOfAnInstanceIsLeftOut() {
        CompareVersionsResponse all = compare("41", "42").warmUpMillis(10_000).ask(query);
        CompareVersionsResponse warm = compare("41", "42").ask(query);

        // Forty minutes, of which fifteen are left out.
        assertThat(warm.getAfter().getSamples() / (double) all.getAfter().getSamples())
                .isCloseTo(25 / 40.0, within(0.02));
    }

    @Test
    void instancesThatAreNotWarmAreTooLittleToTell() {
        CompareVersionsResponse compared = compare("41", "44").ask(query);

        assertThat(compared.getVerdict()).isEqualTo(Verdict.VERDICT_TOO_LITTLE_DATA);
        assertThat(compared.getTooLittle()).isNotEmpty();
        assertThat(compared.getAfter().getInstances()).isZero();
        assertThat(compared.getAfter().getInstancesWarmingUp()).isEqualTo(6);
        // Warm or not, they are dearer.
        assertThat(compare("41", "44").warmUpMillis(10_000).ask(query).getVerdict())
                .isEqualTo(Verdict.VERDICT_REGRESSION);
    }

    @Test
    void oneInstanceIsTooLittleToTell() {
        CompareVersionsResponse compared = compare("41", "45").ask(query);

        assertThat(compared.getVerdict()).isEqualTo(Verdict.VERDICT_TOO_LITTLE_DATA);
        assertThat(compared.getTooLittle()).isEqualTo("The newer version has 1 of the 3 instances that are needed.");
    }

    @Test
    void whatIsWrongWithARequestIsSaid() {
        assertRefused(compare("41", "41"), "a version cannot be compared with itself");
        assertRefused(compare("", "41"), "before_version is missing");
        assertRefused(compare("41", "42").warmUpMillis(-1), "warm_up_millis is -1");
        assertThatThrownBy(() -> query.compareVersions(
                        compare("1", "2").request.setService("nothing").build()))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("no service 'nothing'");
    }

    @Test
    void answersInJsonToo() throws Exception {
        URI uri = server.uri()
                .resolve("/api/v1/compare?service=checkout&before_version=41&after_version=43&from_unix_millis="
                        + SeededVersions.START_MILLIS + "&to_unix_millis=" + SeededVersions.END_MILLIS);
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());

        assertThat(response.body()).contains("VERDICT_REGRESSION").contains("com.acme.Cart.total");
    }

    private static void assertRefused(Question question, String sentence) {
        assertThatThrownBy(() -> question.ask(query))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageStartingWith("INVALID_ARGUMENT")
                .hasMessageContaining(sentence);
    }

    private static Question compare(String before, String after) {
        return new Question(CompareVersionsRequest.newBuilder()
                .setService("checkout")
                .setBeforeVersion(before)
                .setAfterVersion(after)
                .setFromUnixMillis(SeededVersions.START_MILLIS)
                .setToUnixMillis(SeededVersions.END_MILLIS));
    }

    private record Question(CompareVersionsRequest.Builder request) {
        Question warmUpMillis(long millis) {
            request.setWarmUpMillis(millis);
            return this;
        }

        CompareVersionsResponse ask(QueryServiceBlockingStub stub) {
            return stub.compareVersions(request.build());
        }
    }
}
