using StateGen.Generators.Tests.Schemas;

namespace StateGen.Generators.Tests.Analyzers.Rules;

public sealed class EnumMemberMustNotBeRemovedAnalyzerTests() : SchemaRuleTests("SG4013")
{
    private const string Log = "[State] private partial ListState<Color> Log { get; }";
    private const string MarkedLog = "[State] private partial [|ListState<Color>|] Log { get; }";

    [Fact]
    public Task A_member_that_is_gone_is_named() => VerifyAfterAsync(
        Operator(Log, "internal enum Color { Red, Green }"), Operator(MarkedLog, "internal enum Color { Red }"), "'Color.Green' was the value 1");

    [Fact]
    public Task A_member_deep_in_a_type_is_named() => VerifyAfterAsync(
        Operator(Log.Replace("Color", "Car", StringComparison.Ordinal), "internal sealed record Car(Color? Paint); internal enum Color { Red, Green }"),
        Operator(MarkedLog.Replace("Color", "Car", StringComparison.Ordinal), "internal sealed record Car(Color? Paint); internal enum Color { Red }"),
        "'Color.Green'");

    [Fact]
    public Task A_member_that_was_never_shipped_may_go() => VerifyAsync(
        RecordedProject.After(Operator(Log, "internal enum Color { Red }") + Neighbour).Record(Operator(Log, "internal enum Color { Red, Green }") + Neighbour)
            .Record(Operator(Log, "internal enum Color { Red }") + Neighbour),
        Operator(Log, "internal enum Color { Red }"));
}
