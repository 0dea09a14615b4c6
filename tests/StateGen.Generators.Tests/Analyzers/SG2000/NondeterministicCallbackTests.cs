using StateGen.CodeFixes.SG2000;

namespace StateGen.Generators.Tests.Analyzers.SG2000;

public sealed class NondeterministicCallbackTests() : RuleTests("SG2010")
{
    private const string State = """
        [State] private partial int Count { get; set; }
            [State] private partial ListState<int> Seen { get; }
            [State] private partial MapState<string, int> ByName { get; }

        """;

    [Fact]
    public Task The_clock_is_reported() => VerifyFixAsync<NondeterministicCallbackCodeFixProvider>(State, "context.Timers.RegisterEventTime([|DateTimeOffset.UtcNow|]);", State, "context.Timers.RegisterEventTime(context.Timestamp);");

    [Fact]
    public Task The_clock_as_DateTime_is_reported() => VerifyFixAsync<NondeterministicCallbackCodeFixProvider>(State, "if ([|DateTime.UtcNow|].Hour > 12 || [|DateTime.Now|].Hour > 12) Count++;", State, "if (context.Timestamp.UtcDateTime.Hour > 12 || context.Timestamp.UtcDateTime.Hour > 12) Count++;");

    [Fact]
    public Task The_day_is_reported() => VerifyNoFixAsync<NondeterministicCallbackCodeFixProvider>(State, "if ([|DateTime.Today|].Day > 12) Count++;");

    [Fact]
    public Task New_identities_are_reported() => VerifyBodyAsync(State, "ByName[[|Guid.NewGuid()|].ToString()] = value;");

    [Fact]
    public Task Random_numbers_are_reported() => VerifyBodyAsync(State, "Count += [|Random.Shared|].Next(value);");

    [Fact]
    public Task A_random_generator_without_a_seed_is_reported() => VerifyBodyAsync(State, "Count += [|new Random()|].Next(value);");

    [Fact]
    public Task The_time_since_the_start_is_reported() => VerifyBodyAsync(State, "if ([|Environment.TickCount64|] > value) Count++;");

    [Fact]
    public Task The_hash_code_of_text_is_reported() => VerifyBodyAsync(State, "Count += [|Key.GetHashCode(StringComparison.Ordinal)|];");

    [Fact]
    public Task Combined_hash_codes_are_reported() => VerifyBodyAsync(State, "Count += [|HashCode.Combine(value, Key)|];");

    [Fact]
    public Task A_clock_in_a_private_method_is_reported_without_a_fix() => VerifyNoFixAsync<NondeterministicCallbackCodeFixProvider>(State + "private static int Hour() => [|DateTimeOffset.UtcNow|].Hour;", "Count += Hour();");

    [Fact]
    public Task A_clock_in_a_static_lambda_is_reported_without_a_fix() => VerifyNoFixAsync<NondeterministicCallbackCodeFixProvider>(State, "Func<int> hour = static () => [|DateTimeOffset.UtcNow|].Hour; Count += hour();");

    [Fact]
    public Task A_key_selector_is_reported() => VerifyAsync("""
        internal static class Job
        {
            public static object Build(EventStream<string> events) => events.KeyBy(line => [|line.GetHashCode(StringComparison.Ordinal)|]);
        }
        """);

    [Fact]
    public Task The_time_of_the_event_is_correct() => VerifyBodyAsync(State, "context.Timers.RegisterEventTime(context.Timestamp.AddHours(1));");

    [Fact]
    public Task A_generator_with_a_seed_is_correct() => VerifyBodyAsync(State, "Count += new Random(value).Next();");

    [Fact]
    public Task A_clock_in_the_constructor_is_correct() => VerifyBodyAsync(State + "private readonly DateTimeOffset _startedAt = DateTimeOffset.UtcNow;", "if (_startedAt < context.Timestamp) Count++;");

    [Fact]
    public Task A_clock_outside_operators_is_correct() => VerifyAsync("""
        internal static class Log
        {
            public static string Prefix => DateTimeOffset.UtcNow.ToString("O");
        }
        """);

    [Fact]
    public Task A_time_that_is_parsed_is_correct() => VerifyBodyAsync(State, "if (DateTimeOffset.Parse(Key, System.Globalization.CultureInfo.InvariantCulture) > context.Timestamp) Count++;");

    [Fact]
    public Task A_key_selector_of_members_is_correct() => VerifyAsync("""
        internal static class Job
        {
            public static object Build(EventStream<string> events) => events.KeyBy(line => line.Length);
        }
        """);

    [Fact]
    public Task A_new_identity_outside_of_callbacks_is_correct() => VerifyBodyAsync(State + "public static Guid NewId() => Guid.NewGuid();", "Count++;");

    [Fact]
    public Task A_time_provider_is_reported() => VerifyBodyAsync(State, "if ([|TimeProvider.System.GetUtcNow()|].Hour > 12) Count++;");

    [Fact]
    public Task A_stopwatch_that_measures_is_reported() => VerifyBodyAsync(State, "var start = [|System.Diagnostics.Stopwatch.GetTimestamp()|]; Count++; Console.WriteLine([|System.Diagnostics.Stopwatch.GetElapsedTime(start)|]);");

    [Fact]
    public Task A_new_sortable_identity_is_reported() => VerifyBodyAsync(State, "ByName[[|Guid.CreateVersion7()|].ToString()] = value;");

    [Fact]
    public Task Random_bytes_are_reported() => VerifyBodyAsync(State, "Count += [|System.Security.Cryptography.RandomNumberGenerator.GetInt32(10)|];");

    [Fact]
    public Task The_hash_code_of_an_object_is_reported() => VerifyBodyAsync(State, "Count += [|new object().GetHashCode()|];");

    [Fact]
    public Task Fixed_times_and_identities_are_correct() => VerifyBodyAsync(State, "if (DateTime.UnixEpoch.AddDays(value) > DateTime.MinValue && Guid.Empty != Guid.Parse(Key)) Count++;");

    [Fact]
    public Task The_hash_code_of_a_number_is_correct() => VerifyBodyAsync(State, "Count += value.GetHashCode();");

    [Fact]
    public Task A_stopwatch_in_a_field_is_reported() => VerifyBodyAsync(State + "private readonly System.Diagnostics.Stopwatch _watch = System.Diagnostics.Stopwatch.StartNew();", "if ([|_watch.Elapsed|] > TimeSpan.FromSeconds(value)) Count++;");

    [Fact]
    public Task The_time_between_two_given_stamps_is_correct() => VerifyBodyAsync(State, "Count += System.Diagnostics.Stopwatch.GetElapsedTime(value, value + 3).Seconds;");

    [Fact]
    public Task The_machine_and_the_process_are_reported() => VerifyBodyAsync(State, "ByName[[|Environment.MachineName|]] = [|Environment.ProcessId|]; Console.WriteLine(Environment.NewLine);");

    [Fact]
    public Task A_variable_of_the_environment_is_reported() => VerifyBodyAsync(State, """ByName[[|Environment.GetEnvironmentVariable("Area")|] ?? Key] = value;""");

    [Fact]
    public Task A_draw_from_a_generator_in_a_field_is_reported_at_the_draw() => VerifyBodyAsync(State + "private readonly Random _dice = new(); private static readonly Random Coin = new();", "Count += [|_dice.Next(value)|]; Count += [|Coin.Next(2)|];");

    [Fact]
    public Task A_draw_from_a_generator_that_a_constructor_makes_is_reported() => VerifyBodyAsync(State + "private readonly Random _dice; public Sample() => _dice = new Random();", "var dice = _dice; Count += [|dice.Next(value)|];");

    [Fact]
    public Task A_draw_from_a_generator_of_a_thread_is_reported() => VerifyBodyAsync(State + "private readonly System.Threading.ThreadLocal<Random> _dice = new(() => new Random());", "Count += [|_dice.Value!.Next(value)|];");

    [Fact]
    public Task A_draw_from_a_generator_with_a_seed_in_a_field_is_correct() => VerifyBodyAsync(State + "private readonly Random _dice = new(17);", "Count += _dice.Next(value);");

    [Fact]
    public Task A_generator_that_is_passed_on_is_reported() => VerifyBodyAsync(State + "private readonly Random _dice = new(); private static int Draw(Random dice) => dice.Next(6);", "Count += Draw([|_dice|]);");

    [Fact]
    public Task The_hash_code_of_a_tuple_is_reported() => VerifyBodyAsync(State, "Count += [|(value, value).GetHashCode()|];");

    [Fact]
    public Task The_hash_code_of_a_record_is_reported() => VerifyBodyAsync(State, "Count += [|new Point(value).GetHashCode()|];", "internal sealed record Point(int X);");

    [Fact]
    public Task The_hash_code_of_a_record_struct_of_numbers_is_correct() => VerifyBodyAsync(State, "Count += new Point(value, Guid.Empty).GetHashCode();", "internal readonly record struct Point(int X, Guid Id);");

    [Fact]
    public Task The_hash_code_of_a_record_struct_with_text_is_reported() => VerifyBodyAsync(State, "Count += [|new Point(value, Key).GetHashCode()|];", "internal readonly record struct Point(int X, string Name);");

    [Fact]
    public Task A_comparer_of_text_is_reported() => VerifyBodyAsync(State, "Count += [|StringComparer.Ordinal.GetHashCode(Key)|] + [|EqualityComparer<string>.Default.GetHashCode(Key)|];");

    [Fact]
    public Task A_comparer_of_numbers_is_correct() => VerifyBodyAsync(State, "Count += EqualityComparer<int>.Default.GetHashCode(value);");

    [Fact]
    public Task A_hash_code_in_source_is_what_its_code_makes_it() => VerifyBodyAsync(State, "Count += new Stable(value).GetHashCode() + [|new Random2(value).GetHashCode()|];", "internal sealed class Stable(int x) { public override int GetHashCode() => x; public override bool Equals(object? other) => other is Stable; } internal sealed class Random2(int x) { public override int GetHashCode() => HashCode.Combine(x); public override bool Equals(object? other) => other is Random2; }");

    [Fact]
    public Task A_clock_of_another_class_is_reported_at_the_call() => VerifyBodyAsync(State, "context.Timers.RegisterEventTime([|Clock.Stamp|]);", "internal static class Clock { public static DateTimeOffset Stamp => Read(); private static DateTimeOffset Read() => DateTimeOffset.UtcNow; }");

    [Fact]
    public Task A_constructor_that_reads_the_clock_is_reported() => VerifyBodyAsync(State, "Count += [|new Stamp()|].Hour;", "internal sealed class Stamp { private readonly DateTimeOffset _at = DateTimeOffset.UtcNow; public int Hour => _at.Hour; }");

    [Fact]
    public Task An_object_that_was_made_before_is_correct() => VerifyBodyAsync(State + "private readonly Stamp _stamp = new();", "Count += _stamp.Hour;", "internal sealed class Stamp { private readonly DateTimeOffset _at = DateTimeOffset.UtcNow; public int Hour => _at.Hour; }");

    [Fact]
    public Task An_extension_method_that_reads_the_clock_is_reported() => VerifyBodyAsync(State, "if ([|context.Timestamp.IsPast()|]) Count++;", "internal static class Times { public static bool IsPast(this DateTimeOffset at) => at < DateTimeOffset.UtcNow; }");

    [Fact]
    public Task An_interface_with_one_implementation_is_reported() => VerifyBodyAsync(State + "private readonly IClock _clock = new Clock();", "Count += [|_clock.Now|].Hour;", "internal interface IClock { DateTimeOffset Now { get; } } internal sealed class Clock : IClock { public DateTimeOffset Now => DateTimeOffset.UtcNow; }");

    [Fact]
    public Task An_interface_with_another_implementation_is_correct() => VerifyBodyAsync(State + "private readonly IClock _clock = new Clock();", "Count += _clock.Now.Hour;", "internal interface IClock { DateTimeOffset Now { get; } } internal sealed class Clock : IClock { public DateTimeOffset Now => DateTimeOffset.UtcNow; } internal sealed class Stopped : IClock { public DateTimeOffset Now => DateTimeOffset.UnixEpoch; }");

    [Fact]
    public Task A_delegate_in_a_field_is_reported_at_the_call() => VerifyBodyAsync(State + "private readonly Func<DateTimeOffset> _now = () => DateTimeOffset.UtcNow; private readonly Func<Guid> _newId = Guid.NewGuid;", "Count += [|_now()|].Hour; ByName[[|_newId()|].ToString()] = value;");

    [Fact]
    public Task A_clock_on_another_thread_is_correct() => VerifyBodyAsync(State, "_ = Task.Run(() => Console.WriteLine(DateTimeOffset.UtcNow)); Count++;");

    [Fact]
    public Task Methods_that_call_each_other_are_correct() => VerifyBodyAsync(State, "Count += Even.Is(value) ? 1 : 0;", "internal static class Even { public static bool Is(int x) => x == 0 || Odd.Is(x - 1); } internal static class Odd { public static bool Is(int x) => x != 0 && Even.Is(x - 1); }");

    [Fact]
    public Task The_message_names_the_source() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => context.Emit([|Clock.Stamp|].Hour);
        }

        internal static class Clock
        {
            public static DateTimeOffset Stamp => DateTimeOffset.UtcNow;
        }
        """, [], "'Clock.Stamp' uses 'DateTimeOffset.UtcNow', which gives a different result");

    [Fact]
    public Task A_method_of_a_base_class_is_reported_once() => VerifyAsync("""
        internal abstract class Base : KeyedOperator<string, int, int>
        {
            private readonly Random _dice = new();

            protected int Roll() => [|_dice.Next(6)|];
        }

        [Operator("sample")]
        internal sealed partial class Sample : Base
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => context.Emit(Roll());
        }

        [Operator("other")]
        internal sealed partial class Other : Base
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => context.Emit(Roll());
        }
        """);

    [Fact]
    public Task A_method_as_key_selector_is_reported() => VerifyAsync("""
        internal static class Job
        {
            private static readonly Func<string, int> Short = line => line.GetHashCode(StringComparison.Ordinal);

            public static object Build(EventStream<string> events) => events.KeyBy([|KeyOf|]);

            public static object BuildShort(EventStream<string> events) => events.KeyBy([|Short|]);

            private static int KeyOf(string line) => line.GetHashCode(StringComparison.Ordinal);
        }
        """);

    [Fact]
    public Task A_clock_in_a_reducer_is_reported_where_a_value_is_added() => VerifyBodyAsync(
        "[State] private partial ReducingState<long, Decayed> Total { get; }", "[|Total.Add(value)|]; context.Emit((int)Total.GetValueOrDefault());",
        "internal readonly struct Decayed : IReducer<long> { public static long Reduce(long accumulator, long value) => (accumulator / (1 + DateTime.UtcNow.Second)) + value; }");

    [Fact]
    public Task A_clock_in_an_aggregator_is_reported_where_it_is_read() => VerifyBodyAsync(
        "[State] private partial AggregatingState<int, int, int, Aged> Total { get; }", "Total.Add(value); if ([|Total.TryGetValue(out var total)|]) context.Emit(total + [|Total.GetValueOrDefault()|]);", """
        internal readonly struct Aged : IAggregator<int, int, int>
        {
            public static int CreateAccumulator() => 0;

            public static int Add(int accumulator, int value) => accumulator + value;

            public static int GetResult(int accumulator) => accumulator + DateTime.UtcNow.Second;
        }
        """);

    [Fact]
    public Task A_reducer_that_depends_on_its_values_alone_is_correct() => VerifyBodyAsync(
        "[State] private partial ReducingState<DateTimeOffset, Latest> Last { get; }", "Last.Add(context.Timestamp); if (Last.TryGetValue(out var last)) context.Emit(last.Day);",
        "internal readonly struct Latest : IReducer<DateTimeOffset> { public static DateTimeOffset Reduce(DateTimeOffset accumulator, DateTimeOffset value) => value > accumulator ? value : accumulator; }");
}
