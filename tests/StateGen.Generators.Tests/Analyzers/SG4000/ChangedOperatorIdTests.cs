using StateGen.Generators.Tests.Schemas;

namespace StateGen.Generators.Tests.Analyzers.SG4000;

public sealed class ChangedOperatorIdTests() : SchemaRuleTests("SG4012")
{
    private const string Count = "[State] private partial long Count { get; set; }";

    [Fact]
    public Task The_shape_of_an_operator_that_is_gone_under_another_id_is_reported_at_the_id() => VerifyAfterAsync(
        Operator(Count), Operator(Count, id: "[|\"other\"|]"), "Operator 'other' has the same key and states as the recorded operator 'sample', which no longer exists");

    [Fact]
    public Task An_operator_of_the_same_shape_beside_the_other_is_new() => VerifyAfterAsync(
        Operator(Count),
        Operator(Count) + Operator(Count, id: "\"other\"").Replace("class Sample", "class {|SG4002:Other|}", StringComparison.Ordinal));

    [Fact]
    public Task An_operator_of_another_shape_is_new() => VerifyAsync(
        RecordedProject.After(Operator(Count) + Neighbour).Mark("operator sample", "SG4004"),
        Operator("[State] private partial int Count { get; set; }", id: "\"other\"").Replace("class Sample", "class {|SG4002:Sample|}", StringComparison.Ordinal));

    [Fact]
    public Task An_operator_of_another_key_is_new() => VerifyAsync(
        RecordedProject.After(Operator(Count) + Neighbour).Mark("operator sample", "SG4004"),
        Operator(Count, key: "int", id: "\"other\"").Replace("class Sample", "class {|SG4002:Sample|}", StringComparison.Ordinal));

    [Fact]
    public Task An_id_that_was_never_shipped_may_change() =>
        VerifyAsync(new RecordedProject().Record(Operator(Count) + Neighbour).Record(Operator(Count, id: "\"other\"") + Neighbour), Operator(Count, id: "\"other\""));

    [Fact]
    public Task An_id_that_differs_in_case_is_reported() => VerifyAfterAsync(Operator(Count), Operator(Count, id: "[|\"Sample\"|]"));

    [Fact]
    public Task A_constant_is_reported_where_it_is_used() => VerifyAfterAsync(
        Operator(Count), Operator(Count, "internal static class Ids { public const string Other = \"other\"; }", id: "[|Ids.Other|]"));

    [Fact]
    public Task A_class_that_got_another_name_at_once_is_reported() => VerifyAfterAsync(
        Operator(Count), Operator(Count, id: "[|\"other\"|]").Replace("class Sample", "class Other", StringComparison.Ordinal));

    [Fact]
    public Task The_same_id_is_correct() => VerifyAfterAsync(Operator(Count), Operator(Count));

    [Fact]
    public Task The_same_id_from_a_constant_is_correct() => VerifyAfterAsync(
        Operator(Count), Operator(Count, "internal static class Ids { public const string Sample = \"sample\"; }", id: "Ids.Sample"));

    [Fact]
    public Task An_operator_without_state_has_nothing_to_lose()
    {
        var next = Operator("", id: "\"other\"");
        return VerifyAsync(RecordedProject.After(Operator("") + Neighbour).Record(next + Neighbour), next);
    }

    [Fact]
    public Task An_operator_that_moved_to_a_namespace_at_once_is_reported() => VerifyAfterAsync(
        Operator(Count), $"namespace Shop {{ {Operator(Count, id: "id: [|nameof(Sample)|]")} }}");

    [Fact]
    public Task States_of_every_kind_are_compared() => VerifyAfterAsync(
        Operator(Count + " [State, Ttl(Days = 1)] private partial MapState<Id, string?> Names { get; } [State] private partial ListState<Id> Log { get; }", "internal sealed record Id(int Number);"),
        Operator("[State] private partial ListState<Id> Log { get; } [State, Ttl(Hours = 24)] private partial MapState<Id, string?> Names { get; }" + Count, "internal sealed record Id(int Number);", id: "[|\"other\"|]"));
}
