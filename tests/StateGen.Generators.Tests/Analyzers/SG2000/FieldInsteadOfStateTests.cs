using StateGen.CodeFixes.SG2000;

namespace StateGen.Generators.Tests.Analyzers.SG2000;

public sealed class FieldInsteadOfStateTests() : RuleTests("SG2001")
{
    [Fact]
    public Task A_field_that_a_callback_counts_in_is_reported_and_becomes_state() => VerifyFixAsync(
        "private int [|_count|];",
        "context.Emit(++_count);",
        "[State] private partial int Count { get; set; }",
        "context.Emit(++Count);");

    [Fact]
    public Task An_automatic_property_is_reported_and_becomes_state() => VerifyFixAsync(
        "private string? [|Last|] { get; set; }",
        "Last = Last is null ? Key : Last + value;",
        "[State] private partial string? Last { get; set; }",
        "Last = Last is null ? Key : Last + value;");

    [Fact]
    public Task Two_fields_are_fixed_together() => VerifyFixAsync(
        """
        // How many.
            private int [|_count|];
            private int? [|_worst|]; // of all
        """,
        "_count += 1; this._worst = Math.Max(_worst ?? 0, value);",
        """
        // How many.
            [State] private partial int Count { get; set; }
            [State] private partial int? Worst { get; set; } // of all
        """,
        "Count += 1; this.Worst = Math.Max(Worst ?? 0, value);");

    [Fact]
    public Task A_collection_that_a_callback_fills_is_reported() => VerifyBodyAsync(
        "private readonly Dictionary<string, int> [|_counts|] = [];", "_counts[Key] = _counts.GetValueOrDefault(Key) + value;");

    [Fact]
    public Task A_set_that_a_callback_adds_to_is_reported() => VerifyBodyAsync("private readonly HashSet<int> [|_seen|] = [];", "if (_seen.Add(value)) context.Emit(value);");

    [Fact]
    public Task An_array_that_a_callback_writes_is_reported() => VerifyBodyAsync("private readonly long[] [|_sums|] = new long[8];", "_sums[value % 8] += value;");

    [Fact]
    public Task A_static_field_is_reported() => VerifyBodyAsync("private static int [|s_count|];", "s_count++;");

    [Fact]
    public Task A_field_that_a_private_method_changes_for_a_callback_is_reported() => VerifyBodyAsync(
        "private int [|_count|];\n\n    private void Count(int more) => _count += more;", "Count(value);");

    [Fact]
    public Task A_field_that_a_partial_method_changes_for_a_callback_is_reported() => VerifyBodyAsync(
        "private int [|_count|];\n\n    private partial void Count(int more);\n\n    private partial void Count(int more) => _count += more;", "Count(value);");

    [Fact]
    public Task A_field_that_is_passed_by_reference_is_reported() => VerifyBodyAsync(
        "private int [|_count|];", "System.Threading.Interlocked.Increment(ref _count);");

    [Fact]
    public Task A_parameter_of_the_class_is_reported() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample(int [|start|]) : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => context.Emit(start += value);
        }
        """);

    [Fact]
    public Task A_field_that_a_lambda_in_a_callback_changes_is_reported() => VerifyBodyAsync(
        "private int [|_sum|];", "Enumerable.Range(0, value).ToList().ForEach(n => _sum += n);");

    [Fact]
    public Task A_field_of_a_base_class_that_holds_the_logic_is_reported() => VerifyAsync("""
        internal abstract class Counting : KeyedOperator<string, int, int>
        {
            private int [|_count|];

            protected override void OnEvent(int value, OperatorContext<int> context) => context.Emit(++_count);
        }

        [Operator("sample")]
        internal sealed partial class Sample : Counting;
        """);

    [Fact]
    public Task A_field_that_a_callback_of_one_of_two_inputs_changes_is_reported() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedCoOperator<string, int, string, int>
        {
            private int [|_count|];

            protected override void OnFirst(int value, OperatorContext<int> context) => _count++;

            protected override void OnSecond(string value, OperatorContext<int> context) => context.Emit(_count);
        }
        """);

    [Fact]
    public Task A_member_of_a_struct_in_a_field_is_reported() => VerifyBodyAsync("private (int Count, int Sum) [|_totals|];", "_totals.Sum += value;");

    [Fact]
    public Task State_is_correct() => VerifyBodyAsync("[State] private partial int Count { get; set; }", "context.Emit(++Count);");

    [Fact]
    public Task A_field_that_the_constructor_sets_is_correct() => VerifyBodyAsync(
        "private readonly Dictionary<string, int> _limits = [];\n\n    public Sample() => _limits[\"a\"] = 1;", "context.Emit(_limits.GetValueOrDefault(Key));");

    [Fact]
    public Task A_local_variable_is_correct() => VerifyBodyAsync("", "var sum = 0; foreach (var digit in value.ToString(System.Globalization.CultureInfo.InvariantCulture)) sum += digit; context.Emit(sum);");

    [Fact]
    public Task A_field_that_only_other_code_than_callbacks_changes_is_correct() => VerifyBodyAsync(
        "private int _factor = 1;\n\n    public void Configure(int factor) => _factor = factor;", "context.Emit(value * _factor);");

    [Fact]
    public Task A_cache_of_what_no_event_says_is_correct() => VerifyBodyAsync("private string? _name;", "context.Emit((_name ??= AppContext.BaseDirectory).Length);");

    [Fact]
    public Task A_cache_of_what_an_event_says_is_reported() => VerifyFixAsync(
        "private string? [|_first|];", "_first ??= Key;", "[State] private partial string? First { get; set; }", "First ??= Key;");

    [Fact]
    public Task A_buffer_that_is_cleared_before_it_is_filled_is_correct() => VerifyBodyAsync(
        "private readonly List<int> _digits = [];", "_digits.Clear(); _digits.Add(value); context.Emit(_digits.Count);");

    [Fact]
    public Task A_property_that_computes_is_correct() => VerifyBodyAsync(
        "[State] private partial int Sum { get; set; }\n\n    private int Half { get => Sum / 2; set => Sum = value * 2; }", "Half = value; context.Emit(Half);");

    [Fact]
    public Task The_field_of_another_object_is_correct() => VerifyBodyAsync(
        "private sealed class Tally { public int Count; }", "var tally = new Tally(); tally.Count++; context.Emit(tally.Count);");

    [Fact]
    public Task No_fix_is_offered_where_the_name_is_taken() => VerifyNoFixAsync<FieldInsteadOfStateCodeFixProvider>(
        "private int [|_count|];\n\n    [State] private partial int Count { get; set; }", "_count = ++Count;");

    [Theory]
    [InlineData("_sample")]
    [InlineData("_key")]
    public Task No_fix_is_offered_where_the_name_is_that_of_the_class_or_of_an_inherited_member(string field) =>
        VerifyNoFixAsync<FieldInsteadOfStateCodeFixProvider>($"private int [|{field}|];", $"{field} += value;");

    [Fact]
    public Task No_fix_is_offered_for_a_variable_that_is_referred_to() => VerifyNoFixAsync<FieldInsteadOfStateCodeFixProvider>(
        "private int [|_count|];", "_ = int.TryParse(Key, out _count);");

    [Fact]
    public Task No_fix_is_offered_for_a_type_that_state_cannot_hold() => VerifyNoFixAsync<FieldInsteadOfStateCodeFixProvider>("private object? [|_last|];", "_last = value;");

    private Task VerifyFixAsync(string members, string body, string fixedMembers, string fixedBody) =>
        VerifyFixAsync<FieldInsteadOfStateCodeFixProvider>(members, body, fixedMembers, fixedBody);

    [Fact]
    public Task Fields_that_are_assigned_together_are_reported() => VerifyBodyAsync("private int [|_first|]; private int [|_last|];", "(_first, _last) = (_last, value); context.Emit(_first);");

    [Fact]
    public Task A_queue_that_a_callback_fills_is_reported() => VerifyBodyAsync("private readonly Queue<int> [|_waiting|] = new();", "_waiting.Enqueue(value); if (_waiting.Count > 3) context.Emit(_waiting.Dequeue());");

    [Fact]
    public Task A_text_that_a_callback_builds_is_reported() => VerifyBodyAsync("private readonly System.Text.StringBuilder [|_text|] = new();", "_text.Append(value); context.Emit(_text.Length);");

    [Fact]
    public Task A_concurrent_dictionary_is_reported() => VerifyBodyAsync("private readonly System.Collections.Concurrent.ConcurrentDictionary<string, int> [|_counts|] = new();", "context.Emit(_counts.AddOrUpdate(Key, 1, static (_, count) => count + 1));");

    [Fact]
    public Task A_field_that_a_timer_changes_is_reported() => VerifyBodyAsync("private int [|_fired|]; protected override void OnTimer(FiredTimer timer, OperatorContext<int> context) => context.Emit(++_fired);", "context.Emit(value);");

    [Fact]
    public Task A_metric_that_a_callback_counts_in_is_correct() => VerifyBodyAsync("private static readonly System.Diagnostics.Metrics.Meter s_meter = new(\"sample\"); private readonly System.Diagnostics.Metrics.Counter<int> _events = s_meter.CreateCounter<int>(\"events\");", "_events.Add(1); context.Emit(value);");

    [Fact]
    public Task A_channel_that_a_callback_writes_to_is_correct() => VerifyBodyAsync("private readonly System.Threading.Channels.Channel<int> _audit = System.Threading.Channels.Channel.CreateUnbounded<int>();", "_ = _audit.Writer.TryWrite(value); context.Emit(value);");

    [Fact]
    public Task A_local_list_is_correct() => VerifyBodyAsync("", "var all = new List<int>(); for (var n = 0; n < value; n++) all.Add(n); context.Emit(all.Count);");

    [Fact]
    public Task Fields_that_are_changed_through_references_are_reported() => VerifyBodyAsync(
        "private int [|_count|]; private readonly Dictionary<string, int> [|_byName|] = []; private readonly int[] [|_sums|] = new int[2];",
        "ref var count = ref _count; count++; ref var sum = ref _sums[1]; sum = value; System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_byName, Key, out _) += count;");

    [Fact]
    public Task What_a_reference_to_a_variable_changes_is_correct() => VerifyBodyAsync(
        "private readonly int _first = 1;", "var count = _first; ref var more = ref count; more += value; context.Emit(count);");

    [Fact]
    public Task No_fix_is_offered_where_a_variable_has_the_name_of_the_state() => VerifyNoFixAsync<FieldInsteadOfStateCodeFixProvider>(
        "private int [|_count|];", "var Count = value; context.Emit(_count += Count);");

    [Fact]
    public Task No_fix_is_offered_where_another_class_may_use_the_field() => VerifyNoFixAsync<FieldInsteadOfStateCodeFixProvider>(
        "internal int [|_count|];", "context.Emit(++_count);", "internal static class Reader { internal static int Read(Sample sample) => sample._count; }");

    [Fact]
    public Task No_fix_is_offered_where_another_part_of_the_class_uses_the_field() => VerifyNoFixAsync<FieldInsteadOfStateCodeFixProvider>(
        "private int [|_count|];", "Count(value); context.Emit(_count);", "internal sealed partial class Sample { private void Count(int more) => _count += more; }");

    [Fact]
    public Task A_property_that_another_part_of_the_class_uses_becomes_state() => VerifyFixAsync<FieldInsteadOfStateCodeFixProvider>(
        "private int [|Sum|] { get; set; }", "Count(value); context.Emit(Sum);", "[State] private partial int Sum { get; set; }", "Count(value); context.Emit(Sum);",
        "internal sealed partial class Sample { private void Count(int more) => Sum += more; }");

    [Fact]
    public Task No_fix_is_offered_where_an_extension_takes_the_field_by_reference() => VerifyNoFixAsync<FieldInsteadOfStateCodeFixProvider>(
        "private int [|_count|];", "context.Emit(_count.Increment());", "internal static class Counting { internal static int Increment(this ref int count) => ++count; }");

    private const string Line = "internal sealed class Line { public int Price { get; set; } public List<int> Parts { get; set; } = []; }";

    [Theory]
    [InlineData("_line = new(); _line.Price = value; Use(); context.Emit(_line.Price);")]
    [InlineData("_line = new Line { Price = value }; Use();")]
    [InlineData("if (value > 3) _line = new(); else _line = new() { Price = 1 }; Use();")]
    public Task An_object_that_is_made_anew_before_it_is_used_is_correct(string code) => VerifyBodyAsync(
        "private Line _line = new(); private void Use() { _line.Price++; _line.Parts.Add(_line.Price); }", code, Line);

    [Theory]
    [InlineData("if (value > 3) _line = new(); _line.Price++;")]
    [InlineData("_line.Price++; _line = new();")]
    [InlineData("context.Emit(_line.Price); _line = new() { Price = value };")]
    [InlineData("Use(); _line = new() { Price = value };")]
    public Task An_object_that_is_used_before_it_is_made_anew_is_reported(string code) => VerifyBodyAsync(
        "private Line [|_line|] = new(); private int Use() => _line.Price;", code, Line);

    [Fact]
    public Task An_object_that_one_callback_makes_for_another_is_reported() => VerifyBodyAsync(
        "private Line [|_line|] = new(); protected override void OnTimer(FiredTimer timer, OperatorContext<int> context) => context.Emit(_line.Price);", "_line = new() { Price = value };", Line);

    [Theory]
    [InlineData("if (_last is not null) context.Emit(value - _last.Value); _last = new Reading(Key, value);")]
    [InlineData("context.Emit(_last?.Value ?? 0); _last = new(Key, value);")]
    public Task A_record_that_the_next_callback_reads_is_reported(string code) => VerifyBodyAsync(
        "private Reading? [|_last|];", code, "internal sealed record Reading(string Sensor, int Value);");

    private const string Memo = """
        private readonly Dictionary<int, string> _names = []; private readonly System.Collections.Concurrent.ConcurrentDictionary<int, string> _more = new();
            private static string NameOf(int value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);

        """;

    [Theory]
    [InlineData("context.Emit(_more.GetOrAdd(value, static one => NameOf(one)).Length);")]
    [InlineData("context.Emit(_more.GetOrAdd(value, NameOf).Length);")]
    [InlineData("if (!_names.TryGetValue(value, out var name)) { name = NameOf(value); _names.Add(value, name); } context.Emit(name.Length);")]
    [InlineData("if (!_names.TryGetValue(value, out var name)) _names[value] = name = NameOf(value); context.Emit(name.Length);")]
    [InlineData("if (!_names.ContainsKey(value)) _names[value] = NameOf(value); context.Emit(_names[value].Length);")]
    public Task A_cache_of_what_a_pure_function_returns_for_its_key_is_correct(string code) => VerifyBodyAsync(Memo, code);

    [Theory]
    [InlineData("private readonly Dictionary<int, string> [|_all|] = [];", "if (!_all.TryGetValue(value, out var name)) { name = NameOf(value) + Key; _all.Add(value, name); }")]
    [InlineData("private readonly Dictionary<int, string> [|_all|] = [];", "_all[value] = NameOf(Key.Length);")]
    [InlineData("private readonly Dictionary<int, int> [|_all|] = [];", "_all[value] = _all.GetValueOrDefault(value) + 1;")]
    [InlineData("private readonly System.Collections.Concurrent.ConcurrentDictionary<int, string> [|_all|] = new();", "_all.GetOrAdd(value, one => Key);")]
    [InlineData("private readonly System.Collections.Concurrent.ConcurrentDictionary<int, List<int>> [|_all|] = new();", "_all.GetOrAdd(value, static _ => []).Add(value);")]
    [InlineData("private readonly Dictionary<string, Guid> [|_all|] = [];", "if (!_all.TryGetValue(Key, out var id)) _all[Key] = id = {|SG2010:Guid.NewGuid()|};")]
    [InlineData("private readonly Dictionary<int, long> [|_all|] = [];", "_all.TryAdd(value, {|SG2010:System.Diagnostics.Stopwatch.GetTimestamp()|});")]
    [InlineData("private readonly System.Collections.Concurrent.ConcurrentDictionary<int, DateTimeOffset> [|_all|] = new();", "_all.GetOrAdd(value, static _ => {|SG2010:DateTimeOffset.UtcNow|});")]
    [InlineData("private readonly Dictionary<string, string> [|_all|] = [];", "_all[Key] = {|SG2011:System.IO.File.ReadAllText(Key)|};")]
    public Task A_cache_of_something_else_is_reported(string field, string code) => VerifyBodyAsync(Memo + field, code);

    [Theory]
    [InlineData("private Client _client = null!;", "_client = new Client(); await _client.ConnectAsync();", "context.Emit(_client.Ask(value));")]
    [InlineData("private Client? _client;", "_client = await Client.OpenAsync();", "context.Emit(_client!.Ask(value));")]
    [InlineData("private Dictionary<int, int> _names = [];", "for (var i = 0; i < 9; i++) _names.Add(i, await Client.LoadAsync(i));", "context.Emit(_names.GetValueOrDefault(value));")]
    [InlineData("private Dictionary<int, int> _names = null!;", "_names = await Client.LoadAllAsync();", "context.Emit(_names[value]);")]
    [InlineData("private int _subtask; private string? _id;", "(_subtask, _id) = (context.Subtask, context.OperatorId); await Task.Yield();", "context.Emit(_subtask + _id!.Length);")]
    [InlineData("private Func<int, int> _twice = null!;", "_twice = number => 2 * number; await Task.Yield();", "context.Emit(_twice(value));")]
    public Task What_is_made_when_the_operator_is_opened_is_correct(string field, string opening, string callback) => VerifyBodyAsync(
        Opening(field, opening), callback, Client);

    [Theory]
    [InlineData("private int [|_count|];", "_count = 0; await Task.Yield();", "context.Emit(++_count);")]
    [InlineData("private Dictionary<int, int> [|_names|] = null!;", "_names = await Client.LoadAllAsync();", "_names[value] = value; context.Emit(_names.Count);")]
    [InlineData("private Client [|_client|] = null!;", "_client = new Client(); await Task.Yield();", "_client.Limit = value; context.Emit(_client.Limit);")]
    public Task What_callbacks_change_after_it_was_opened_is_reported(string field, string opening, string callback) => VerifyBodyAsync(
        Opening(field, opening), callback, Client);

    private const string Client = """
        internal sealed class Client
        {
            private int _asked;
            public int Limit { get; set; }
            public static async Task<Client> OpenAsync() { await Task.Yield(); return new Client(); }
            public static async Task<int> LoadAsync(int number) { await Task.Yield(); return number; }
            public static async Task<Dictionary<int, int>> LoadAllAsync() { await Task.Yield(); return []; }
            public Task ConnectAsync() => Task.CompletedTask;
            public int Ask(int number) { _asked++; return number + Limit; }
        }
        """;

    private static string Opening(string field, string opening) => $$"""
        {{field}}

        protected override async ValueTask OnOpenAsync(OperatorOpenContext context, System.Threading.CancellationToken cancellationToken) { {{opening}} }
        """;
}
