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
    public Task A_stopwatch_that_measures_is_correct() => VerifyBodyAsync(State, "var start = System.Diagnostics.Stopwatch.GetTimestamp(); Count++; Console.WriteLine(System.Diagnostics.Stopwatch.GetElapsedTime(start));");

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
}
