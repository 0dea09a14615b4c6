using StateGen.Generators.Tests.Schemas;

namespace StateGen.Generators.Tests.Analyzers.Rules;

public sealed class ChangeMustBeRecordedAnalyzerTests() : SchemaRuleTests("SG4007")
{
    [Fact]
    public Task A_member_that_both_versions_can_do_without_is_reported_at_the_state() => VerifyAfterAsync(
        Operator("[State] private partial ListState<Money> Paid { get; }", "internal sealed record Money(int Cents);"),
        Operator("[State] private partial [|ListState<Money>|] Paid { get; }", "internal sealed record Money(int Cents, string? Currency);"),
        "State 'Paid' of operator 'sample' has changed", "'Money.Currency' was no such member and is string?");

    [Fact]
    public Task A_time_to_live_is_reported() => VerifyAfterAsync(
        Operator("[State] private partial ListState<int> Log { get; }"),
        Operator("[State, Ttl(Days = 1)] private partial [|ListState<int>|] Log { get; }"),
        "was no time to live and is a time to live of 86400000 ms");

    [Fact]
    public Task A_change_that_is_recorded_is_correct()
    {
        var next = Operator("[State, Ttl(Days = 1)] private partial ListState<int> Log { get; }");
        return VerifyAsync(RecordedProject.After(Operator("[State] private partial ListState<int> Log { get; }") + Neighbour).Record(next + Neighbour), next);
    }

    [Fact]
    public Task The_container_of_a_collection_and_the_class_of_the_operator_are_no_part_of_the_schema() => VerifyAfterAsync(
        Operator("[State] private partial ListState<int> Log { get; }"),
        Operator("[State(Name = \"Log\")] private partial ListState<int> History { get; }").Replace("class Sample", "class Other", StringComparison.Ordinal));
}
