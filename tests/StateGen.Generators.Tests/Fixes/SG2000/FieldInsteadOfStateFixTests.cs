using StateGen.CodeFixes.SG2000;

namespace StateGen.Generators.Tests.Fixes.SG2000;

/// <summary>Tests which fields with initializers and collections become state.</summary>
public sealed class FieldInsteadOfStateFixTests
{
    [Theory]
    [InlineData("int", "0")]
    [InlineData("int", "default")]
    [InlineData("int", "default(int)")]
    [InlineData("long", "0L")]
    [InlineData("double", "0.0")]
    [InlineData("bool", "false")]
    [InlineData("char", "'\\0'")]
    [InlineData("string?", "null")]
    [InlineData("string?", "default!")]
    [InlineData("int?", "null")]
    [InlineData("DayOfWeek", "DayOfWeek.Sunday")]
    public Task An_initializer_with_the_value_with_which_state_begins_is_dropped(string type, string initializer) => VerifyAsync(
        $"private {type} _last = {initializer};", "_last = Next(_last);", $"[State] private partial {type} Last {{ get; set; }}", "Last = Next(Last);");

    [Theory]
    [InlineData("int", "1")]
    [InlineData("int", "-1")]
    [InlineData("int?", "0")]
    [InlineData("int?", "default(int)")]
    [InlineData("string", "\"\"")]
    [InlineData("bool", "true")]
    [InlineData("DayOfWeek", "DayOfWeek.Monday")]
    [InlineData("int", "Environment.ProcessorCount")]
    public Task No_fix_is_offered_for_another_initial_value(string type, string initializer) =>
        VerifyNoFixAsync($"private {type} _last = {initializer};", "_last = Next(_last);");

    [Fact]
    public Task An_initializer_of_a_property_is_dropped() =>
        VerifyAsync("private int Last { get; set; } = 0;", "Last += value;", "[State] private partial int Last { get; set; }", "Last += value;");

    [Theory]
    [InlineData("_counts[Key] = value;", "Counts[Key] = value;")]
    [InlineData("this._counts[Key] = this._counts.GetValueOrDefault(Key) + 1;", "this.Counts[Key] = this.Counts.GetValueOrDefault(Key) + 1;")]
    [InlineData("_counts[Key]++; if (_counts.Count > 3L) context.Emit(value);", "Counts[Key]++; if (Counts.Count > 3L) context.Emit(value);")]
    [InlineData("if (_counts.TryGetValue(Key, out var count)) _counts[Key] = count + 1;", "if (Counts.TryGetValue(Key, out var count)) Counts[Key] = count + 1;")]
    [InlineData("if (_counts.Remove(Key)) context.Emit(_counts.Values.Sum());", "if (Counts.Remove(Key)) context.Emit(Counts.Values.Sum());")]
    [InlineData("_counts[Key] = value; foreach (var (_, count) in _counts) context.Emit(count);", "Counts[Key] = value; foreach (var (_, count) in Counts) context.Emit(count);")]
    public Task A_dictionary_becomes_a_map(string body, string fixedBody) => VerifyAsync(
        "private readonly Dictionary<string, int> _counts = new();", body, "[State] private partial MapState<string, int> Counts { get; }", fixedBody);

    [Theory]
    [InlineData("_last.Add(value);", "Last.Add(value);")]
    [InlineData("_last.AddRange([value, value]); foreach (var one in _last) context.Emit(one);", "Last.AddRange([value, value]); foreach (var one in Last) context.Emit(one);")]
    [InlineData("_last.Add(value); int[] all = [.. _last]; context.Emit(all[0] + _last.Sum());", "Last.Add(value); int[] all = [.. Last]; context.Emit(all[0] + Last.Sum());")]
    [InlineData("_last.Add(value); context.Emit(_last.Count());", "Last.Add(value); context.Emit(Last.Count());")]
    public Task A_list_becomes_a_list(string body, string fixedBody) =>
        VerifyAsync("private List<int> _last = [];", body, "[State] private partial ListState<int> Last { get; }", fixedBody);

    [Fact]
    public Task A_set_becomes_a_map() => VerifyAsync(
        "private readonly HashSet<int> _seen = new HashSet<int>();", "if (!_seen.Contains(value)) _seen.Add(value);",
        "[State] private partial MapState<int, bool> Seen { get; }", "if (!Seen.ContainsKey(value)) Seen[value] = true;");

    [Fact]
    public Task A_collection_that_is_replaced_by_an_empty_one_is_cleared() => VerifyAsync(
        "private Dictionary<string, int> _counts = new();", "_counts[Key] = value; if (value == 0) _counts = new();",
        "[State] private partial MapState<string, int> Counts { get; }", "Counts[Key] = value; if (value == 0) Counts.Clear();");

    [Theory]
    [InlineData("private readonly Dictionary<string, int> _all = new(StringComparer.OrdinalIgnoreCase);", "_all[Key] = value;")]
    [InlineData("private readonly Dictionary<string, int> _all = new() { [\"\"] = 1 };", "_all[Key] = value;")]
    [InlineData("private readonly Dictionary<string, int> _all = new();", "_all[Key] = value; context.Emit(_all.Count);")]
    [InlineData("private readonly Dictionary<string, int> _all = new();", "_all[Key] = value; Use(_all);")]
    [InlineData("private readonly Dictionary<string, int> _all = new();", "_all.EnsureCapacity(value); _all[Key] = value;")]
    [InlineData("private readonly Dictionary<string, List<int>> _all = new();", "_all[Key] = [value];")]
    [InlineData("private readonly Dictionary<object, int> _all = new();", "_all[value] = value;")]
    [InlineData("private readonly List<int> _all = [];", "_all.Add(value); context.Emit(_all[0]);")]
    [InlineData("private readonly List<int> _all = [1];", "_all.Add(value);")]
    [InlineData("private readonly HashSet<int> _all = [];", "if (_all.Add(value)) context.Emit(value);")]
    [InlineData("private readonly Queue<int> _all = new();", "_all.Enqueue(value);")]
    public Task No_fix_is_offered_for_a_collection_with_a_use_that_a_state_does_not_have(string member, string body) => VerifyNoFixAsync(member, body);

    private static async Task VerifyAsync(string member, string body, string fixedMember, string fixedBody)
    {
        var (code, expected) = (OperatorOf(member, body), OperatorOf(fixedMember, fixedBody));
        var fix = new FixedCode(new FieldInsteadOfStateCodeFixProvider(), "SG2001");
        Assert.Equal(expected, await fix.FixOneByOneAsync(code));
        Assert.Equal(expected, await fix.FixAllAsync(code));
        Assert.Empty((await Analyzers.AnalyzedCode.AnalyzeAsync(expected)).InEditor);
    }

    private static async Task VerifyNoFixAsync(string member, string body)
    {
        var code = OperatorOf(member, body);
        Assert.Contains((await Analyzers.AnalyzedCode.AnalyzeAsync(code)).InEditor, diagnostic => diagnostic.Id == "SG2001");
        Assert.Empty(await new FixedCode(new FieldInsteadOfStateCodeFixProvider(), "SG2001").FindTitlesAsync(code));
    }

    private static string OperatorOf(string member, string body) => $$"""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            {{member}}

            protected override void OnEvent(int value, OperatorContext<int> context)
            {
                {{body}}
            }

            private static T Next<T>(T value) => value;

            private static void Use(IEnumerable<KeyValuePair<string, int>> all) => all.ToArray();
        }
        """;
}
