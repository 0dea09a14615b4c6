using StateGen.CodeFixes.SG2000;

namespace StateGen.Generators.Tests.Analyzers.SG2000;

public sealed class ListStateRewrittenTests() : RuleTests("SG2012")
{
    private const string State = """
        [State] private partial int Count { get; set; }
            [State] private partial ListState<int> Seen { get; }
            [State] private partial MapState<string, int> ByName { get; }

        """;

    [Fact]
    public Task Appending_one_element_is_reported() => VerifyFixAsync<ListStateRewrittenCodeFixProvider>(State, "[|Seen.Update(Seen.Append(value))|];", State, "Seen.Add(value);");

    [Fact]
    public Task Appending_many_elements_is_reported() => VerifyFixAsync<ListStateRewrittenCodeFixProvider>(State, "[|Seen.Update(Seen.Concat(Enumerable.Range(0, value)))|];", State, "Seen.AddRange(Enumerable.Range(0, value));");

    [Fact]
    public Task A_collection_expression_with_one_more_is_reported() => VerifyFixAsync<ListStateRewrittenCodeFixProvider>(State, "[|Seen.Update([.. Seen, value])|];", State, "Seen.Add(value);");

    [Fact]
    public Task A_collection_expression_with_more_is_reported() => VerifyFixAsync<ListStateRewrittenCodeFixProvider>(State, "[|Seen.Update([.. Seen, value, value + 1])|];", State, "Seen.AddRange([value, value + 1]);");

    [Fact]
    public Task A_collection_expression_with_a_spread_is_reported() => VerifyFixAsync<ListStateRewrittenCodeFixProvider>(State, "[|Seen.Update([.. Seen, .. Enumerable.Range(0, value)])|];", State, "Seen.AddRange(Enumerable.Range(0, value));");

    [Fact]
    public Task A_copy_in_the_middle_is_reported() => VerifyNoFixAsync<ListStateRewrittenCodeFixProvider>(State, "[|Seen.Update(Seen.ToList().Append(value))|];");

    [Fact]
    public Task A_local_copy_that_is_added_to_is_reported() => VerifyNoFixAsync<ListStateRewrittenCodeFixProvider>(State, "var seen = Seen.ToList(); seen.Add(value); [|Seen.Update(seen)|];");

    [Fact]
    public Task Two_lists_are_fixed_together() => VerifyFixAsync<ListStateRewrittenCodeFixProvider>(State, "[|Seen.Update([.. Seen, value])|]; if (value > 0) [|this.Seen.Update(this.Seen.Append(1))|];", State, "Seen.Add(value); if (value > 0) this.Seen.Add(1);");

    [Fact]
    public Task Adding_is_correct() => VerifyBodyAsync(State, "Seen.Add(value); Seen.AddRange([1, 2]);");

    [Fact]
    public Task Replacing_by_something_else_is_correct() => VerifyBodyAsync(State, "Seen.Update([value]);");

    [Fact]
    public Task Replacing_by_a_part_is_correct() => VerifyBodyAsync(State, "Seen.Update(Seen.Where(seen => seen > value).ToArray());");

    [Fact]
    public Task Putting_something_before_is_correct() => VerifyBodyAsync(State, "Seen.Update([value, .. Seen]);");

    [Fact]
    public Task Keeping_the_last_is_correct() => VerifyBodyAsync(State, "Seen.Update([.. Seen.TakeLast(9), value]);");

    [Fact]
    public Task Replacing_by_another_list_is_correct() => VerifyBodyAsync(State + "[State] private partial ListState<int> Old { get; }", "Old.Update([.. Seen, value]);");

    [Fact]
    public Task A_local_copy_that_is_sorted_is_correct() => VerifyBodyAsync(State, "var seen = Seen.ToList(); seen.Add(value); seen.Sort(); Seen.Update(seen);");

    [Fact]
    public Task A_union_with_itself_is_correct() => VerifyBodyAsync(State, "Seen.Update(Seen.Distinct().ToArray());");
}
