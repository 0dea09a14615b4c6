using StateGen.CodeFixes.SG2000;

namespace StateGen.Generators.Tests.Analyzers.SG2000;

public sealed class StateChangedWhileEnumeratedTests() : RuleTests("SG2009")
{
    private const string State = """
        [State] private partial int Count { get; set; }
            [State] private partial ListState<int> Seen { get; }
            [State] private partial MapState<string, int> ByName { get; }

        """;

    private const string SortedState = """
        [State] private partial SortedMapState<int, int> Board { get; }
            [State] private partial SortedMapState<int, int> Other { get; }

        """;

    [Fact]
    public Task A_map_that_loses_entries_is_reported() => VerifyFixAsync<StateChangedWhileEnumeratedCodeFixProvider>(State, "foreach (var (name, count) in [|ByName|]) if (count == 0) ByName.Remove(name);", State, "foreach (var (name, count) in ByName.ToArray()) if (count == 0) ByName.Remove(name);");

    [Fact]
    public Task A_map_whose_entries_are_replaced_is_reported() => VerifyFixAsync<StateChangedWhileEnumeratedCodeFixProvider>(State, "foreach (var entry in [|ByName|]) ByName[entry.Key] = entry.Value + 1;", State, "foreach (var entry in ByName.ToArray()) ByName[entry.Key] = entry.Value + 1;");

    [Theory]
    [InlineData("foreach (var (time, _) in [|Board|]) Board.Remove(time);", "Board")]
    [InlineData("foreach (var (time, _) in [|Board.Before(value)|]) Board.Remove(time);", "Board.Before(value)")]
    [InlineData("foreach (var (time, _) in [|Board.Reverse()|]) Board[time + 1] = value;", "Board.Reverse()")]
    [InlineData("foreach (var time in [|Board.Range(0, value).Reverse().Keys|]) Board.Before(time).RemoveAll();", "Board.Range(0, value).Reverse().Keys")]
    [InlineData("foreach (var time in [|Board.Keys|]) Board.RemoveRange(time, value);", "Board.Keys")]
    public Task A_sorted_map_that_is_changed_is_reported(string code, string copied) => VerifyFixAsync<StateChangedWhileEnumeratedCodeFixProvider>(
        SortedState, code, SortedState, code.Replace($"[|{copied}|]", $"{copied}.ToArray()", StringComparison.Ordinal));

    [Theory]
    [InlineData("foreach (var (time, _) in Board.Before(value).ToArray()) Board.Remove(time);")]
    [InlineData("foreach (var time in Board.Keys) { Board.Before(time).RemoveAll(); break; }")]
    [InlineData("using var cursor = Board.Before(value).OpenCursor(); while (cursor.MoveNext()) cursor.RemoveCurrent();")]
    [InlineData("while (Board.TryGetFirst(out var first) && first.Key < value) Board.Remove(first.Key);")]
    [InlineData("foreach (var time in Board.Keys) Other[time] = Board.UpTo(time).Last.Value;")]
    public Task A_sorted_map_that_is_copied_or_changed_afterwards_is_correct(string code) => VerifyBodyAsync(SortedState, code);

    [Fact]
    public Task A_map_that_is_changed_by_its_keys_is_reported() => VerifyFixAsync<StateChangedWhileEnumeratedCodeFixProvider>(State, "foreach (var name in [|ByName.Keys|]) ByName[name]++;", State, "foreach (var name in ByName.Keys.ToArray()) ByName[name]++;");

    [Fact]
    public Task A_list_that_grows_is_reported() => VerifyFixAsync<StateChangedWhileEnumeratedCodeFixProvider>(State, "foreach (var seen in [|Seen|]) Seen.Add(seen + 1);", State, "foreach (var seen in Seen.ToArray()) Seen.Add(seen + 1);");

    [Fact]
    public Task A_query_that_streams_is_reported() => VerifyFixAsync<StateChangedWhileEnumeratedCodeFixProvider>(State, "foreach (var entry in [|ByName.Where(entry => entry.Value == 0)|]) ByName.Remove(entry.Key);", State, "foreach (var entry in ByName.Where(entry => entry.Value == 0).ToArray()) ByName.Remove(entry.Key);");

    [Fact]
    public Task Clearing_all_state_is_reported() => VerifyFixAsync<StateChangedWhileEnumeratedCodeFixProvider>(State, "foreach (var seen in [|Seen|]) { if (seen > value) ClearState(); }", State, "foreach (var seen in Seen.ToArray()) { if (seen > value) ClearState(); }");

    [Fact]
    public Task Two_changes_are_one_mistake() => VerifyFixAsync<StateChangedWhileEnumeratedCodeFixProvider>(State, "foreach (var name in [|ByName.Keys|]) { ByName.Remove(name); ByName[name + name] = value; }", State, "foreach (var name in ByName.Keys.ToArray()) { ByName.Remove(name); ByName[name + name] = value; }");

    [Fact]
    public Task A_copy_may_be_enumerated() => VerifyBodyAsync(State, "foreach (var name in ByName.Keys.ToArray()) ByName.Remove(name);");

    [Fact]
    public Task What_was_sorted_was_read_before() => VerifyBodyAsync(State, "foreach (var name in ByName.Keys.Order(StringComparer.Ordinal)) ByName.Remove(name);");

    [Fact]
    public Task Another_state_may_be_changed() => VerifyBodyAsync(State, "foreach (var seen in Seen) ByName[Key] = seen;");

    [Fact]
    public Task A_change_before_the_loop_is_left_is_correct() => VerifyBodyAsync(State, "foreach (var name in ByName.Keys) { if (name.Length > value) { ByName.Remove(name); break; } }");

    [Fact]
    public Task A_change_before_the_method_is_left_is_correct() => VerifyBodyAsync(State, "foreach (var name in ByName.Keys) { if (name.Length > value) { ByName.Remove(name); return; } }");

    [Fact]
    public Task A_change_after_the_loop_is_correct() => VerifyBodyAsync(State, "foreach (var seen in Seen) Count += seen; Seen.Clear();");

    [Fact]
    public Task A_cursor_may_remove() => VerifyBodyAsync(State, "using var cursor = ByName.OpenCursor(); while (cursor.MoveNext()) if (cursor.Current.Value == 0) cursor.RemoveCurrent();");

    [Fact]
    public Task Reading_the_state_again_is_correct() => VerifyBodyAsync(State, "foreach (var name in ByName.Keys) Count += ByName[name];");

    [Fact]
    public Task A_change_through_a_variable_is_reported() => VerifyBodyAsync(State, "var map = ByName; foreach (var entry in [|map|]) map.Remove(entry.Key);");

    [Fact]
    public Task A_change_before_the_next_element_is_reported() => VerifyBodyAsync(State, "foreach (var name in [|ByName.Keys|]) { if (name.Length > value) { ByName.Remove(name); continue; } Count++; }");

    [Fact]
    public Task A_query_of_different_elements_is_reported() => VerifyBodyAsync(State, "foreach (var seen in [|Seen.Distinct()|]) Seen.Add(seen);");

    [Fact]
    public Task Groups_were_read_before() => VerifyBodyAsync(State, "foreach (var group in Seen.GroupBy(seen => seen % 2)) Seen.Add(group.Key);");

    [Fact]
    public Task What_was_reversed_was_read_before() => VerifyBodyAsync(State, "foreach (var seen in Seen.Reverse()) Seen.Add(seen);");

    [Fact]
    public Task A_change_in_a_private_method_is_reported() => VerifyBodyAsync(State + "private void More(int value) => Seen.Add(value);", "foreach (var seen in [|Seen|]) More(seen);");

    [Fact]
    public Task A_change_behind_two_methods_is_reported() => VerifyBodyAsync(State + "private void Forget(string name) => Really(name); private void Really(string name) => ByName.Remove(name);", "foreach (var name in [|ByName.Keys|]) if (name.Length > value) Forget(name);");

    [Fact]
    public Task A_private_method_that_changes_another_state_is_correct() => VerifyBodyAsync(State + "private void More(string name) { Seen.Add(name.Length); Count += ByName.Count > 3 ? 1 : 0; }", "foreach (var name in ByName.Keys) More(name);");

    [Fact]
    public Task A_private_method_that_is_called_before_the_loop_is_left_is_correct() => VerifyBodyAsync(State + "private void Forget(string name) => ByName.Remove(name);", "foreach (var name in ByName.Keys) { Forget(name); break; }");

    [Fact]
    public Task A_break_of_a_loop_or_switch_in_the_loop_does_not_leave_it() => VerifyBodyAsync(
        "[State] private partial MapState<string, int> ByName { get; }",
        """
        foreach (var (name, count) in [|ByName|])
                {
                    foreach (var other in new[] { 1, value })
                    {
                        if (count == other)
                        {
                            ByName.Remove(name);
                            break;
                        }
                    }
                }
        """);

    [Fact]
    public Task A_variable_that_is_its_own_initial_value_stops_nothing() => VerifyBodyAsync(
        "[State] private partial ListState<int> Seen { get; }", "ListState<int> seen = {|CS0165:seen|}; foreach (var one in seen) seen.Add(one); Seen.Clear();");

    [Fact]
    public Task A_query_in_words_is_reported_and_copied() => VerifyFixAsync<StateChangedWhileEnumeratedCodeFixProvider>(
        "[State] private partial MapState<string, int> ByName { get; }", "foreach (var name in [|from entry in ByName where entry.Value < value select entry.Key|]) ByName.Remove(name);",
        "[State] private partial MapState<string, int> ByName { get; }", "foreach (var name in (from entry in ByName where entry.Value < value select entry.Key).ToArray()) ByName.Remove(name);");

    [Theory]
    [InlineData("var all = new List<Action>(); foreach (var name in ByName.Keys) all.Add(() => ByName.Remove(name)); foreach (var one in all) one();")]
    [InlineData("Action? last = null; foreach (var name in ByName.Keys) last = () => ByName.Remove(name); last?.Invoke();")]
    public Task A_lambda_that_the_loop_only_makes_is_correct(string code) => VerifyBodyAsync(State, code);

    [Theory]
    [InlineData("foreach (var name in [|ByName.Keys|]) { Action remove = () => ByName.Remove(name); remove(); }")]
    [InlineData("foreach (var name in [|ByName.Keys|]) new List<string> { name }.ForEach(one => ByName.Remove(one));")]
    public Task A_lambda_that_the_loop_runs_is_reported(string code) => VerifyBodyAsync(State, code);
}
