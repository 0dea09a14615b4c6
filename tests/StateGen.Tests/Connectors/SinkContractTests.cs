using StateGen.Contracts;

namespace StateGen.Tests.Connectors;

/// <summary>The suite finds each kind of mistake, and names the rule.</summary>
public sealed class SinkContractTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SinkRules.Description, SinkRules.Description)]
    [InlineData("writes at once", SinkRules.Commit)]
    [InlineData("shows what is prepared", SinkRules.Commit)]
    [InlineData("loses", SinkRules.Commit)]
    [InlineData(SinkRules.RepeatedCommit, SinkRules.RepeatedCommit)]
    [InlineData(SinkRules.PartIdentity, SinkRules.PartIdentity)]
    [InlineData(SinkRules.EmptyCheckpoint, SinkRules.EmptyCheckpoint)]
    [InlineData(SinkRules.IndependentParts, SinkRules.IndependentParts)]
    [InlineData(SinkRules.RestoreCommits, SinkRules.RestoreCommits)]
    [InlineData("keeps unprepared", SinkRules.RestoreRemoves)]
    [InlineData(SinkRules.LaterOutput, SinkRules.LaterOutput)]
    [InlineData(SinkRules.OtherJob, SinkRules.OtherJob)]
    [InlineData(SinkRules.OtherPlace, SinkRules.OtherPlace)]
    [InlineData(SinkRules.OneRun, SinkRules.OneRun)]
    [InlineData(SinkRules.UnknownPart, SinkRules.UnknownPart)]
    public async Task A_mistake_of_a_sink_violates_its_rule(string fault, string rule)
    {
        var sink = new FaultySink(fault);
        await AssertViolatesAsync(rule, new SinkUnderTest<int>(() => sink, static number => number, () => sink.Visible));
    }

    [Theory]
    [InlineData(SinkRules.Description, SinkRules.Description)]
    [InlineData("buffers", SinkRules.HandedOn)]
    [InlineData("prepares", SinkRules.HandedOn)]
    [InlineData(SinkRules.UnknownPart, SinkRules.UnknownPart)]
    public async Task A_mistake_of_a_sink_that_hands_on_at_once_violates_its_rule(string fault, string rule)
    {
        var sink = new FaultyDirectSink(fault);
        await AssertViolatesAsync(rule, new SinkUnderTest<int>(() => sink, static number => number, () => sink.Visible) { Promise = SinkDelivery.AtLeastOnce });
    }

    [Fact]
    public async Task Sinks_without_mistakes_pass()
    {
        var (sink, direct) = (new FaultySink("none"), new FaultyDirectSink("none"));
        await new SinkUnderTest<int>(() => sink, static number => number, () => sink.Visible).VerifyAsync(Token);
        await new SinkUnderTest<int>(() => direct, static number => number, () => direct.Visible) { Promise = SinkDelivery.AtLeastOnce }.VerifyAsync(Token);
        Assert.NotEmpty(sink.Visible);
    }

    private static async Task AssertViolatesAsync(string rule, SinkUnderTest<int> sink)
    {
        var violation = await Assert.ThrowsAsync<ContractViolationException>(() => sink.VerifyAsync(Token));
        Assert.Equal(rule, violation.Rule);
        Assert.Contains($"violates the rule '{rule}': ", violation.Message, StringComparison.Ordinal);
    }
}
