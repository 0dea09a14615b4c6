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

    [Fact]
    public Task A_new_list_with_one_more_is_reported() => VerifyBodyAsync(State, "[|Seen.Update(new List<int>(Seen) { value })|];");

    [Fact]
    public Task A_list_that_a_loop_fills_is_reported() => VerifyBodyAsync(State, "var seen = new List<int>(); foreach (var one in Seen) seen.Add(one); seen.Add(value); [|Seen.Update(seen)|];");

    [Fact]
    public Task A_list_that_is_read_in_between_is_reported() => VerifyBodyAsync(State, "var seen = Seen.ToList(); if (!seen.Contains(value)) { seen.Add(value); [|Seen.Update(seen)|]; }");

    [Fact]
    public Task A_variable_with_the_state_is_reported() => VerifyBodyAsync(State, "var seen = Seen; [|seen.Update(seen.Concat([value]))|];");

    [Fact]
    public Task A_helper_that_appends_is_reported() => VerifyBodyAsync(State, "[|Seen.Update(Seen.With(value))|];", "internal static class Sequences { public static List<T> With<T>(this IEnumerable<T> items, T item) { var list = new List<T>(items) { item }; return list; } }");

    [Fact]
    public Task A_helper_that_keeps_a_few_is_correct() => VerifyBodyAsync(State, "Seen.Update(Seen.With(value));", "internal static class Sequences { public static List<T> With<T>(this IEnumerable<T> items, T item) { var list = new List<T>(items) { item }; if (list.Count > 5) list.RemoveAt(0); return list; } }");

    [Fact]
    public Task An_immutable_copy_is_reported() => VerifyBodyAsync(State, "[|Seen.Update(System.Collections.Immutable.ImmutableArray.ToImmutableArray(Seen).Add(value))|];");

    [Fact]
    public Task Clearing_and_filling_is_reported() => VerifyBodyAsync(State, "var seen = Seen.ToArray(); [|Seen.Clear()|]; Seen.AddRange(seen); Seen.Add(value);");

    [Fact]
    public Task Clearing_and_filling_one_by_one_is_reported() => VerifyBodyAsync(State, "var seen = new Queue<int>(Seen); seen.Enqueue(value); [|Seen.Clear()|]; while (seen.TryDequeue(out var next)) Seen.Add(next);");

    [Fact]
    public Task Clearing_and_filling_in_a_loop_is_reported() => VerifyBodyAsync(State, "var seen = Seen.ToArray(); [|Seen.Clear()|]; foreach (var one in seen) Seen.Add(one); Seen.Add(value);");

    [Fact]
    public Task Clearing_and_filling_with_a_part_is_correct() => VerifyBodyAsync(State, "var seen = Seen.ToArray(); Seen.Clear(); Seen.AddRange(seen.Where(one => one > value)); Seen.Add(value);");

    [Fact]
    public Task Clearing_and_filling_under_a_condition_is_correct() => VerifyBodyAsync(State, "var seen = Seen.ToArray(); Seen.Clear(); foreach (var one in seen) if (one > value) Seen.Add(one);");

    [Fact]
    public Task Clearing_and_filling_with_the_sorted_list_is_correct() => VerifyBodyAsync(State, "var seen = Seen.ToList(); seen.Sort(); Seen.Clear(); Seen.AddRange(seen);");

    [Fact]
    public Task Clearing_is_correct() => VerifyBodyAsync(State, "Seen.Clear(); Seen.Add(value);");

    private const string Iterators = """

        private static IEnumerable<int> With(IEnumerable<int> first, int last) { foreach (var one in first) yield return one; yield return last; }
            private static IEnumerable<int> Some(IEnumerable<int> first, int last) { foreach (var one in first) { if (one > 3) yield return one; } yield return last; }
            private static IEnumerable<int> Before(IEnumerable<int> rest, int first) { yield return first; foreach (var one in rest) yield return one; }
            private static IEnumerable<int> Until(IEnumerable<int> first, int last) { foreach (var one in first) { yield return one; if (one == last) yield break; } yield return last; }

        """;

    [Theory]
    [InlineData("var all = System.Collections.Immutable.ImmutableArray.CreateBuilder<int>(); all.AddRange(Seen); all.Add(value); [|Seen.Update(all.ToImmutable())|];")]
    [InlineData("var all = System.Collections.Immutable.ImmutableList.CreateBuilder<int>(); foreach (var one in Seen) all.Add(one); all.Add(value); [|Seen.Update(all)|];")]
    [InlineData("var all = System.Collections.Immutable.ImmutableArray.ToImmutableArray(Seen).ToBuilder(); all.Add(value); [|Seen.Update(all.DrainToImmutable())|];")]
    [InlineData("[|Seen.Update(With(Seen, value))|];")]
    [InlineData("[|Seen.Update(With(Seen.ToList(), value).ToArray())|];")]
    public Task A_builder_and_an_iterator_that_add_are_reported(string code) => VerifyBodyAsync(State + Iterators, code);

    [Theory]
    [InlineData("var all = System.Collections.Immutable.ImmutableArray.CreateBuilder<int>(); all.Add(value); all.AddRange(Seen); Seen.Update(all.ToImmutable());")]
    [InlineData("var all = System.Collections.Immutable.ImmutableList.CreateBuilder<int>(); all.AddRange(Seen); all.RemoveAt(0); all.Add(value); Seen.Update(all);")]
    [InlineData("Seen.Update(Some(Seen, value));")]
    [InlineData("Seen.Update(Before(Seen, value));")]
    [InlineData("Seen.Update(Until(Seen, value));")]
    public Task A_builder_and_an_iterator_that_do_more_are_correct(string code) => VerifyBodyAsync(State + Iterators, code);
}
