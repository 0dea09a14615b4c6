namespace StateGen.Generators.Tests.Analyzers.SG1000;

public sealed class StateNotPlainPropertyTests() : RuleTests("SG1020")
{
    [Fact]
    public Task An_indexer_is_reported() => VerifyMembersAsync("[State] private partial long [|this|][int index] { get; set; }");

    [Fact]
    public Task An_indexer_of_maps_is_reported() => VerifyMembersAsync("[State] private partial MapState<string, int> [|this|][int index] { get; }");

    [Fact]
    public Task A_property_that_returns_by_reference_is_reported() => VerifyMembersAsync("[State] private partial ref long [|Count|] { get; }");

    [Fact]
    public Task A_plain_property_is_correct() => VerifyMembersAsync("[State] private partial long Count { get; set; }");

    [Fact]
    public Task An_indexer_that_is_no_state_is_correct() => VerifyMembersAsync("""
        [State] private partial MapState<string, int> Totals { get; }

        private int this[string name] => Totals.GetValueOrDefault(name);
        """);

    [Fact]
    public Task A_property_that_returns_by_reference_and_is_no_state_is_correct() => VerifyMembersAsync("""
        private long _count;

        private ref long Count => ref _count;
        """);

    [Fact]
    public Task An_indexer_of_lists_is_reported() => VerifyMembersAsync("[State] private partial ListState<int> [|this|][int index] { get; }");

    [Fact]
    public Task An_indexer_of_several_parameters_is_reported() => VerifyMembersAsync("[State] private partial long [|this|][int row, string column] { get; set; }");

    [Fact]
    public Task A_property_that_returns_a_readonly_reference_is_reported() => VerifyMembersAsync("[State] private partial ref readonly long [|Count|] { get; }");

    [Fact]
    public Task A_map_takes_the_place_of_an_indexer() => VerifyMembersAsync("[State] private partial MapState<int, long> Cells { get; } private long this[int index] { get => Cells.GetValueOrDefault(index); set => Cells[index] = value; }");

    [Fact]
    public Task A_plain_collection_is_correct() => VerifyMembersAsync("[State] private partial ListState<int> Seen { get; }");

    [Fact]
    public Task A_nullable_value_is_correct() => VerifyMembersAsync("[State] private partial (int, string?)? Last { get; set; }");
}
