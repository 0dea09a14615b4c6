using StateGen.CodeFixes.SG2000;

namespace StateGen.Generators.Tests.Analyzers.SG2000;

public sealed class StateNotAssignedBackTests() : RuleTests("SG2007")
{
    private const string State = """
        [State] private partial int Count { get; set; }
            [State] private partial ListState<int> Seen { get; }
            [State] private partial MapState<string, int> ByName { get; }
            [State(Copy = true)] private partial List<int>? Items { get; set; }
            [State(Copy = true)] private partial MapState<string, List<int>> Lists { get; }
            [State(Copy = true)] private partial Order? Last { get; set; }

            private sealed class Order { public int Price { get; set; } public List<string> Lines { get; set; } = []; public Order? Next { get; set; } }

        """;

    [Fact]
    public Task A_list_that_is_added_to_where_it_is_read_is_reported() => VerifyFixAsync<StateNotAssignedBackCodeFixProvider>(State, "[|Items!.Add(value)|];", State, "var items = Items!;\n        items.Add(value);\n        Items = items;");

    [Theory]
    [InlineData("[|Board[value].Add(value)|];")]
    [InlineData("[|Board.First.Value.Add(value)|];")]
    [InlineData("if (Board.TryGetLast(out var last)) [|last.Value.Add(value)|];")]
    [InlineData("foreach (var (_, list) in Board.Before(value)) [|list.Add(value)|];")]
    public Task A_value_of_a_sorted_map_is_reported(string code) =>
        VerifyBodyAsync("[State(Copy = true)] private partial SortedMapState<int, List<int>> Board { get; }", code);

    [Fact]
    public Task A_value_of_a_sorted_map_that_is_assigned_back_is_correct() => VerifyBodyAsync(
        "[State(Copy = true)] private partial SortedMapState<int, List<int>> Board { get; }",
        "if (Board.TryGetFirst(out var first)) { first.Value.Add(value); Board[first.Key] = first.Value; }");

    [Fact]
    public Task A_member_that_is_assigned_where_its_object_is_read_is_reported() => VerifyFixAsync<StateNotAssignedBackCodeFixProvider>(State, "[|Last!.Price = value|];", State, "var last = Last!;\n        last.Price = value;\n        Last = last;");

    [Fact]
    public Task A_collection_inside_an_object_is_reported() => VerifyFixAsync<StateNotAssignedBackCodeFixProvider>(State, "[|this.Last!.Lines.Add(Key)|];", State, "var last = this.Last!;\n        last.Lines.Add(Key);\n        Last = last;");

    [Fact]
    public Task An_element_that_is_assigned_is_reported() => VerifyFixAsync<StateNotAssignedBackCodeFixProvider>(State, "[|Items![0] += value|];", State, "var items = Items!;\n        items[0] += value;\n        Items = items;");

    [Fact]
    public Task A_variable_that_is_not_assigned_back_is_reported_at_its_last_change() => VerifyFixAsync<StateNotAssignedBackCodeFixProvider>(State, "var items = Items ?? [];\n        items.Add(value);\n        [|items.Add(value + 1)|];", State, "var items = Items ?? [];\n        items.Add(value);\n        items.Add(value + 1);\n        Items = items;");

    [Fact]
    public Task A_member_of_a_variable_is_reported() => VerifyFixAsync<StateNotAssignedBackCodeFixProvider>(State, "var order = Last ?? new Order();\n        [|order.Price++|];", State, "var order = Last ?? new Order();\n        order.Price++;\n        Last = order;");

    [Fact]
    public Task A_conditional_change_is_reported_without_a_fix() => VerifyNoFixAsync<StateNotAssignedBackCodeFixProvider>(State, "Items?[|.Add(value)|];");

    [Theory]
    [InlineData("Last?.Lines?[|.Add(Key)|];")]
    [InlineData("this.Last?.Lines?[|.Add(Key)|];")]
    [InlineData("Last?.Next?.Lines?[|.Add(Key)|];")]
    [InlineData("Last?.Next?.Next!.Lines?[|.Add(Key)|];")]
    [InlineData("var order = Last; order?.Lines?[|.Add(Key)|];")]
    public Task A_change_behind_several_conditional_accesses_is_reported_without_a_fix(string code) => VerifyNoFixAsync<StateNotAssignedBackCodeFixProvider>(State, code);

    [Theory]
    [InlineData("var order = new Order(); order?.Lines?.Add(Key);")]
    [InlineData("new Order()?.Next?.Lines?.Add(Key);")]
    [InlineData("Make()?.Next?.Next?.Lines.Add(Key); static Order? Make() => null;")]
    public Task A_change_of_another_object_behind_several_conditional_accesses_is_correct(string code) => VerifyBodyAsync(State, code);

    [Fact]
    public Task A_value_of_a_map_is_reported_without_a_fix() => VerifyNoFixAsync<StateNotAssignedBackCodeFixProvider>(State, "[|Lists[Key].Add(value)|];");

    [Fact]
    public Task A_value_that_was_tried_is_reported_without_a_fix() => VerifyNoFixAsync<StateNotAssignedBackCodeFixProvider>(State, "if (Lists.TryGetValue(Key, out var list)) [|list.Add(value)|];");

    [Fact]
    public Task A_value_or_default_is_reported_without_a_fix() => VerifyNoFixAsync<StateNotAssignedBackCodeFixProvider>(State, "var list = Lists.GetValueOrDefault(Key) ?? []; [|list.Add(value)|];");

    [Fact]
    public Task No_fix_is_offered_where_the_name_is_taken() => VerifyNoFixAsync<StateNotAssignedBackCodeFixProvider>(State, "var items = value;\n        [|Items!.Add(items)|];");

    [Fact]
    public Task A_variable_that_is_assigned_back_is_correct() => VerifyBodyAsync(State, "var items = Items ?? []; items.Add(value); Items = items;");

    [Fact]
    public Task A_value_that_is_put_back_into_its_map_is_correct() => VerifyBodyAsync(State, "var list = Lists.GetValueOrDefault(Key) ?? []; list.Add(value); Lists[Key] = list;");

    [Fact]
    public Task A_new_object_is_correct() => VerifyBodyAsync(State, "var items = new List<int>(); items.Add(value); Items = items;");

    [Fact]
    public Task A_copy_of_another_type_is_correct() => VerifyBodyAsync(State, "var items = Items!.ToList(); items.Sort(); context.Emit(items[0]);");

    [Fact]
    public Task Reading_is_correct() => VerifyBodyAsync(State, "context.Emit(Items!.Count + Last!.Price + Items.IndexOf(value));");

    [Fact]
    public Task A_handle_is_changed_in_place() => VerifyBodyAsync(State, "Seen.Add(value); ByName[Key] = value; ByName.Remove(\"a\");");

    [Fact]
    public Task An_object_that_came_with_nothing_from_state_is_correct() => VerifyBodyAsync(State, "var order = new Order(); order.Price = Count; order.Lines.Add(Key); Last = order;");

    [Fact]
    public Task A_list_that_a_pattern_found_is_reported() => VerifyBodyAsync(State, "if (Items is { } items) [|items.Add(value)|];");

    [Fact]
    public Task A_list_that_was_set_and_then_added_to_is_reported() => VerifyBodyAsync(State, "Items ??= []; [|Items.Add(value)|];");

    [Fact]
    public Task Each_change_where_a_list_is_read_is_reported() => VerifyBodyAsync(State, "[|Items!.Sort()|]; [|Items!.RemoveAll(item => item > value)|];");

    [Fact]
    public Task The_values_of_a_map_that_a_loop_changes_are_reported() => VerifyBodyAsync(State, "foreach (var (_, list) in Lists) [|list.Add(value)|];");

    [Fact]
    public Task Elements_that_change_places_are_reported() => VerifyBodyAsync(State, "var items = Items ?? []; [|(items[0], items[1]) = (items[1], items[0])|];");

    [Fact]
    public Task A_list_that_a_pattern_found_and_that_is_assigned_back_is_correct() => VerifyBodyAsync(State, "if (Items is { } items) { items.Add(value); Items = items; }");

    [Fact]
    public Task A_copy_that_is_changed_for_its_own_sake_is_correct() => VerifyBodyAsync(State, "var items = new List<int>(Items ?? []); items.Add(value); context.Emit(items.Count);");

    [Fact]
    public Task A_method_that_returns_what_it_was_given_is_correct() => VerifyBodyAsync(State + "private static List<int> With(List<int> items, int value) { items.Add(value); return items; }", "Items = With(Items ?? [], value);");

    [Fact]
    public Task The_value_of_an_entry_that_a_loop_changes_is_reported() => VerifyBodyAsync(State, "foreach (var entry in Lists) [|entry.Value.Add(value)|];");

    [Fact]
    public Task Values_of_a_map_that_a_loop_changes_are_reported() => VerifyBodyAsync(State, "foreach (var list in Lists.Values) if (list is { Count: > 3 }) [|list.RemoveAt(0)|];");

    [Fact]
    public Task Elements_of_a_list_that_a_loop_changes_are_reported() => VerifyBodyAsync(
        State + "[State(Copy = true)] private partial ListState<Order> Orders { get; }", "foreach (var order in Orders) [|order.Price += value|];");

    [Fact]
    public Task Elements_of_a_list_that_is_written_again_are_correct() => VerifyBodyAsync(
        State + "[State(Copy = true)] private partial ListState<Order> Orders { get; }",
        "var all = new List<Order>(); foreach (var order in Orders) { order.Price += value; all.Add(order); } Orders.Update(all);");

    [Fact]
    public Task New_objects_that_a_query_makes_of_values_are_correct() => VerifyBodyAsync(State, "foreach (var list in Lists.Values.Select(list => list.ToList())) { list.Sort(); context.Emit(list[0]); }");

    [Fact]
    public Task What_a_method_returns_to_be_assigned_is_correct() => VerifyBodyAsync(
        "[State(Copy = true)] private partial List<int>? Items { get; set; } private List<int> With(int more) { var items = Items ?? []; items.Add(more); return items; }", "Items = With(value);");

    [Fact]
    public Task What_a_method_assigns_is_correct() => VerifyBodyAsync(
        "[State(Copy = true)] private partial List<int>? Items { get; set; } private void Save(List<int> items) => Items = items;", "var items = Items ?? []; items.Add(value); Save(items);");

    [Fact]
    public Task What_is_passed_to_a_method_that_does_not_know_the_state_is_reported() => VerifyBodyAsync(
        "[State(Copy = true)] private partial List<int>? Items { get; set; } private static int Count(List<int> items) => items.Count;", "var items = Items ?? []; [|items.Add(value)|]; context.Emit(Count(items));");

    private const string Basket = "internal sealed class Basket { public List<int> Items { get; set; } = []; public List<int> Other { get; set; } = []; }";

    [Theory]
    [InlineData("b.Items = []; B = b; old.Sort();")]
    [InlineData("b.Items = []; B = b; if (old.Count > 0) { old.Sort(); old.Add(value); }")]
    public Task A_member_that_was_replaced_and_is_changed_on_its_own_is_correct(string code) => VerifyBodyAsync(
        "[State(Copy = true)] private partial Basket? B { get; set; }", "var b = B ?? new Basket(); var old = b.Items; " + code, Basket);

    [Theory]
    [InlineData("B = b; [|old.Add(value)|];")]
    [InlineData("b.Other = []; B = b; [|old.Add(value)|];")]
    [InlineData("b.Other = old; b.Items = []; B = b; [|old.Add(value)|];")]
    [InlineData("if (value > 3) b.Items = []; B = b; [|old.Add(value)|];")]
    [InlineData("b.Items = []; [|old.Add(value)|];")]
    public Task A_member_that_may_still_belong_to_the_state_is_reported(string code) => VerifyBodyAsync(
        "[State(Copy = true)] private partial Basket? B { get; set; }", "var b = B ?? new Basket(); var old = b.Items; " + code, Basket);

    [Fact]
    public Task An_element_that_was_taken_out_is_correct() => VerifyBodyAsync(
        "[State(Copy = true)] private partial List<Basket>? All { get; set; }", "var all = All ?? []; var first = all[0]; all.RemoveAt(0); All = all; first.Items = []; context.Emit(first.Items.Count);", Basket);

    [Theory]
    [InlineData("Swap(ref a, ref other); A = other; a.Add(value);")]
    [InlineData("var old = System.Threading.Interlocked.Exchange(ref a, other); A = a; old.Clear();")]
    public Task What_was_exchanged_for_the_value_of_the_state_is_correct(string code) => VerifyBodyAsync(
        "[State(Copy = true)] private partial List<int>? A { get; set; } private static void Swap(ref List<int> a, ref List<int> b) { var held = a; a = b; b = held; }",
        "var a = A ?? []; var other = new List<int>(); " + code);

    [Fact]
    public Task A_variable_that_only_receives_another_object_is_correct() => VerifyBodyAsync(
        "[State(Copy = true)] private partial List<int>? A { get; set; } private static void Renew(ref List<int> a) { a = new List<int>(); }", "var a = A ?? []; Renew(ref a); context.Emit(a.Count);");

    [Theory]
    [InlineData("private static void Pass(ref List<int> a) => Renew(ref a);")]
    [InlineData("private static void Pass(ref List<int> a) => Again(ref a); private static void Again(ref List<int> b) { Renew(ref b); }")]
    public Task A_reference_that_is_only_passed_on_to_receive_another_object_is_correct(string pass) => VerifyBodyAsync(
        "[State(Copy = true)] private partial List<int>? A { get; set; } private static void Renew(ref List<int> a) { a = new List<int>(); } " + pass,
        "var a = A ?? []; Pass(ref a); context.Emit(a.Count);");

    [Theory]
    [InlineData("private static void Pass(ref List<int> a) => More(ref a);", "var a = A!; [|Pass(ref a)|];")]
    [InlineData("private static void Pass(ref List<int> a) { a.Add(1); More(ref a); }", "var a = A!; [|Pass(ref a)|];")]
    [InlineData("private static void Pass(ref List<int> a) => a = new();", "var all = All!; [|Pass(ref System.Runtime.InteropServices.CollectionsMarshal.AsSpan(all)[0])|];")]
    public Task A_change_through_a_reference_that_is_passed_on_is_reported(string pass, string body) => VerifyBodyAsync(
        "[State(Copy = true)] private partial List<int>? A { get; set; } [State(Copy = true)] private partial List<List<int>>? All { get; set; } "
        + "private static void More(ref List<int> a) { a ??= []; a.Add(1); } " + pass, body);

    [Fact]
    public Task A_change_through_a_reference_is_reported() => VerifyBodyAsync(
        "[State(Copy = true)] private partial List<int>? A { get; set; } private static void More(ref List<int> a) { a ??= []; a.Add(1); }", "var a = A!; [|More(ref a)|];");

    private const string Tally = """
        internal sealed class Tally
        {
            public int Sum { get; set; }
            public List<int> Items { get; set; } = [];
            public static Tally operator +(Tally tally, int more) { tally.Sum += more; return tally; }
            public static Tally operator -(Tally tally, int less) => new() { Sum = tally.Sum - less };
            public static Tally operator ++(Tally tally) { tally.Sum++; return tally; }
            public static Tally operator !(Tally tally) { tally.Items.Clear(); return tally; }
            public static implicit operator List<int>(Tally tally) { tally.Sum++; return tally.Items; }
        }
        """;

    [Theory]
    [InlineData("_ = [|tally + value|];")]
    [InlineData("[|tally += value|];")]
    [InlineData("[|tally++|];")]
    [InlineData("_ = [|!tally|];")]
    [InlineData("List<int> items = [|tally|]; context.Emit(items.Count);")]
    [InlineData("_ = [|tally + value|] - 1;")]
    public Task An_operator_that_changes_an_operand_is_reported(string code) => VerifyBodyAsync("[State(Copy = true)] private partial Tally? Last { get; set; }", "var tally = Last!; " + code, Tally);

    [Theory]
    [InlineData("Last = tally + value;")]
    [InlineData("tally += value; Last = tally;")]
    [InlineData("Last = Last! + value;")]
    [InlineData("context.Emit((tally - value).Sum);")]
    [InlineData("tally -= value; tally.Sum++; context.Emit(tally.Sum);")]
    public Task An_operator_whose_result_is_assigned_or_new_is_correct(string code) => VerifyBodyAsync("[State(Copy = true)] private partial Tally? Last { get; set; }", "var tally = Last!; " + code, Tally);

    [Theory]
    [InlineData("var names = new HashSet<int>(Items ?? [], EqualityComparer<int>.Default); names.Add(value); Items = new List<int>(names); names.Clear();")]
    [InlineData("var items = Items?.ToList() ?? []; items.Add(value); Items = [.. items]; items.Clear();")]
    public Task What_was_copied_into_the_state_may_change_afterwards(string code) => VerifyBodyAsync(State, code);

    [Fact]
    public Task A_change_inside_the_target_of_another_is_reported_once() => VerifyBodyAsync(
        State, "var order = Last ?? new Order(); [|(order.Next ??= new Order()).Price = value|];");

    [Theory]
    [InlineData("[|Drop(Items)|]; var items = Items; Drop(items); Items = items; void Drop(List<int>? list) { list?.Remove(value); }")]
    [InlineData("[|Twice(Items!)|]; void Twice(List<int> list) { Drop(list); Drop(list); } void Drop(List<int> list) => list.Remove(value);")]
    [InlineData("Action<List<int>> drop = list => list.Remove(value); [|drop(Items!)|];")]
    [InlineData("[|Each(Last!)|]; void Each(Order order) { foreach (var line in order.Lines.ToArray()) order.Lines.Remove(line); }")]
    [InlineData("Drop(); void Drop() => [|Items!.Remove(value)|];")]
    [InlineData("Drop(Items!); List<int> Drop(List<int> list) { list.Remove(value); Items = list; return list; }")]
    public Task A_change_of_what_a_local_function_receives_is_reported_at_its_call(string code) => VerifyBodyAsync(State, code);

    [Theory]
    [InlineData("Array.Copy(all, 1, all, 0, 2)")]
    [InlineData("Array.Copy(new[] { 1 }, all, 1)")]
    [InlineData("Array.ConstrainedCopy(all, 1, all, 0, 2)")]
    [InlineData("Buffer.BlockCopy(all, 1, all, 0, 2)")]
    [InlineData("new List<int> { 1 }.CopyTo(all)")]
    [InlineData("new List<int> { 1 }.CopyTo(0, all, 0, 1)")]
    [InlineData("new HashSet<int> { 1 }.CopyTo(all)")]
    [InlineData("new[] { 1 }.CopyTo(all, 0)")]
    [InlineData("new[] { 1 }.AsSpan().CopyTo(all)")]
    [InlineData("new[] { 1 }.CopyTo(all.AsSpan())")]
    [InlineData("Array.Clear(all)")]
    [InlineData("Array.Fill(all, 1)")]
    [InlineData("Array.Sort(new[] { 1 }, all)")]
    public Task An_array_that_a_method_of_the_framework_fills_is_reported(string call) => VerifyBodyAsync(
        "[State(Copy = true)] private partial Week? Last { get; set; } private sealed class Week { public int[] Days { get; set; } = new int[7]; }",
        $"var all = Last!.Days; [|{call}|];");

    [Fact]
    public Task An_array_that_is_copied_elsewhere_is_correct() => VerifyBodyAsync(
        "[State(Copy = true)] private partial Week? Last { get; set; } private sealed class Week { public int[] Days { get; set; } = new int[7]; }",
        "var all = Last!.Days; var other = new int[7]; Array.Copy(all, other, 7); Array.Copy(all, 0, other, 1, 6); all.CopyTo(other, 0); context.Emit(other[0]);");

    [Theory]
    [InlineData("var (good, bad) = Words ?? ([], []); foreach (var c in Key) { if (c > 'a') [|good.Add(c)|]; else [|bad.Add(c)|]; }")]
    [InlineData("var (good, bad) = Words ?? ([], []); foreach (var c in Key) { switch (c) { case 'a': [|good.Add(c)|]; break; default: [|bad.Add(c)|]; break; } }")]
    [InlineData("var (good, bad) = Words ?? ([], []); foreach (var c in Key) { if (c > 'a') { [|good.Add(c)|]; continue; } [|bad.Add(c)|]; }")]
    [InlineData("var (good, bad) = Words ?? ([], []); foreach (var c in Key) { if (c > 'a') good.Add(c); [|bad.Add(c)|]; }")]
    [InlineData("var (good, bad) = Words ?? ([], []); switch (value) { case 1: good.Add('a'); goto case 2; case 2: [|bad.Add('b')|]; break; }")]
    public Task Changes_in_different_branches_of_a_loop_are_reported(string code) => VerifyBodyAsync(
        "[State(Copy = true)] private partial (List<int> Good, List<int> Bad)? Words { get; set; }", code);

    [Theory]
    [InlineData("foreach (var (first, second) in Orders.Zip(Orders.Skip(1))) [|first.Price = second.Price|];")]
    [InlineData("foreach (var (first, _) in Orders.ToArray().Zip(new[] { 1 })) [|first.Price = value|];")]
    [InlineData("foreach (var (first, made) in Orders.Zip(new List<Order> { new() })) made.Price = first.Price;")]
    public Task Elements_in_pairs_are_followed(string code) => VerifyBodyAsync(State + "[State(Copy = true)] private partial ListState<Order> Orders { get; }", code);

    [Theory]
    [InlineData("var orders = Orders ?? []; var first = orders.First(order => order.Price > value); var done = Done ?? []; done.Add(first); Done = done; [|orders.Remove(first)|];")]
    [InlineData("if (Orders is { Count: > 0 } orders) { var first = orders[0]; orders.RemoveAt(0); [|orders.Add(first)|]; }")]
    public Task An_element_that_moves_within_its_collection_does_not_save_it(string code) => VerifyBodyAsync(
        State + "[State(Copy = true)] private partial List<Order>? Orders { get; set; } [State(Copy = true)] private partial List<Order>? Done { get; set; }", code);

    private const string Collected = """
        internal readonly struct Joined : IReducer<List<int>>
        {
            public static List<int> Reduce(List<int> accumulator, List<int> value) => [.. accumulator, .. value];
        }

        internal readonly struct Sorted : IAggregator<int, List<int>, List<int>>
        {
            public static List<int> CreateAccumulator() => [];

            public static List<int> Add(List<int> accumulator, int value)
            {
                accumulator.Add(value);
                return accumulator;
            }

            public static List<int> GetResult(List<int> accumulator)
            {
                accumulator.Sort();
                return accumulator;
            }
        }
        """;

    private const string Reducing = "[State(Copy = true)] private partial ReducingState<List<int>, Joined> All { get; }";

    [Fact]
    public Task A_combination_that_is_changed_where_it_is_read_is_reported() => VerifyBodyAsync(Reducing, "[|All.GetValueOrDefault()!.Add(value)|];", Collected);

    [Fact]
    public Task A_combination_in_a_variable_that_is_changed_is_reported() => VerifyBodyAsync(Reducing, "if (All.TryGetValue(out var all)) [|all.Add(value)|];", Collected);

    [Fact]
    public Task A_combination_that_replaces_the_one_before_is_correct() => VerifyBodyAsync(
        Reducing, "if (All.TryGetValue(out var all)) { all.Add(value); All.Clear(); All.Add(all); } else All.Add([value]);", Collected);

    [Fact]
    public Task A_result_that_is_changed_is_correct_because_it_is_not_the_state() => VerifyBodyAsync(
        "[State(Copy = true)] private partial AggregatingState<int, List<int>, List<int>, Sorted> Values { get; }",
        "Values.Add(value); if (Values.TryGetValue(out var sorted)) { sorted.Reverse(); context.Emit(sorted[0]); } var others = Values.GetValueOrDefault() ?? []; others.Add(value); context.Emit(others.Count);",
        Collected);
}
