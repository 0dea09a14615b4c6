using StateGen.Generators.Tests.Schemas;

namespace StateGen.Generators.Tests.Analyzers.SG4000;

public sealed class ChangedMapKeyTypeTests() : SchemaRuleTests("SG4011")
{
    private const string Names = "[State] private partial MapState<int, string> Names { get; }";

    [Fact]
    public Task Another_type_is_reported_at_the_state() => VerifyAfterAsync(
        Operator(Names), Operator("[State] private partial [|MapState<long, string>|] Names { get; }"), "State 'Names' of operator 'sample' cannot be restored");

    [Fact]
    public Task Another_type_of_the_values_is_another_rule() => VerifyAfterAsync(
        Operator("[State] private partial MapState<int, int> Names { get; }"), Operator("[State] private partial {|SG4008:MapState<int, long>|} Names { get; }"));

    [Fact]
    public Task Another_member_of_the_key_is_reported() => VerifyAfterAsync(
        Operator("[State] private partial MapState<Id, string> Names { get; }", "internal sealed record Id(int Number);"),
        Operator("[State] private partial [|MapState<Id, string>|] Names { get; }", "internal sealed record Id(int Number, int Version);"));

    [Fact]
    public Task Text_in_the_place_of_a_number_is_reported() => VerifyAfterAsync(
        Operator(Names), Operator("[State] private partial [|MapState<string, string>|] Names { get; }"));

    [Fact]
    public Task Another_key_of_a_sorted_map_is_reported() => VerifyAfterAsync(
        Operator(Names.Replace("MapState", "SortedMapState", StringComparison.Ordinal)), Operator("[State] private partial [|SortedMapState<long, string>|] Names { get; }"));

    [Fact]
    public Task A_map_that_becomes_sorted_keeps_its_key() => VerifyAfterAsync(
        Operator(Names), Operator("[State] private partial {|SG4007:SortedMapState<int, string>|} Names { get; }"));

    [Fact]
    public Task A_tuple_in_the_place_of_its_first_element_is_reported() => VerifyAfterAsync(
        Operator(Names), Operator("[State] private partial [|MapState<(int, int), string>|] Names { get; }"));

    [Fact]
    public Task The_same_key_is_correct() => VerifyAfterAsync(Operator(Names), Operator(Names));

    [Fact]
    public Task The_key_of_a_map_that_was_never_shipped_may_change()
    {
        var next = Operator("[State] private partial MapState<long, string> Names { get; }");
        return VerifyAsync(RecordedProject.After(Operator("") + Neighbour).Record(Operator(Names) + Neighbour).Record(next + Neighbour), next);
    }

    [Fact]
    public Task A_narrower_number_is_reported_at_every_map() => VerifyAfterAsync(
        Operator(Names + "[State] private partial MapState<long, int> Totals { get; }"),
        Operator("[State] private partial [|MapState<short, string>|] Names { get; } [State] private partial [|MapState<int, int>|] Totals { get; }"));

    [Fact]
    public Task Other_names_of_the_elements_of_a_tuple_are_correct() => VerifyAfterAsync(
        Operator("[State] private partial MapState<(int A, int B), string> Names { get; }"), Operator("[State] private partial MapState<(int C, int D), string> Names { get; }"));

    [Fact]
    public Task The_key_of_a_map_with_another_name_is_another_one() => VerifyAfterAsync(
        Operator(Names), Operator(Names + " [State] private partial MapState<long, string> {|SG4003:Titles|} { get; }"));

    [Fact]
    public Task A_number_in_the_place_of_an_enum_is_reported() => VerifyAfterAsync(
        Operator("[State] private partial MapState<Color, string> Names { get; }", "internal enum Color { Red }"), Operator("[State] private partial [|MapState<int, string>|] Names { get; }"));

    [Fact]
    public Task The_same_key_written_otherwise_is_correct() => VerifyAfterAsync(Operator(Names), Operator("[State] private partial StateGen.MapState<System.Int32, string> Names { get; }"));
}
