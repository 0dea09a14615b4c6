using StateGen.Generators.Tests.Schemas;

namespace StateGen.Generators.Tests.Analyzers.Rules;

public sealed class KeyTypeMustNotChangeAnalyzerTests() : SchemaRuleTests("SG4010")
{
    private const string Count = "[State] private partial long Count { get; set; }";

    [Fact]
    public Task Another_type_is_reported_at_the_key() => VerifyAfterAsync(
        Operator(Count), Operator(Count, key: "[|int|]"), "Operator 'sample' could not be restored: its key was string and is int32");

    [Fact]
    public Task Another_member_of_the_key_is_reported() => VerifyAfterAsync(
        Operator(Count, "internal sealed record Id(int Number);", key: "Id"),
        Operator(Count, "internal sealed record Id(int Number, int Version);", key: "[|Id|]"));

    [Fact]
    public Task The_key_of_an_operator_that_was_never_shipped_may_change()
    {
        var next = Operator(Count, key: "int");
        return VerifyAsync(RecordedProject.After(Neighbour).Record(Operator(Count) + Neighbour).Record(next + Neighbour), next);
    }
}
