using StateGen.Generators.Tests.Schemas;
using StateGen.Schemas.Text;

namespace StateGen.Generators.Tests.Analyzers.SG4000;

public sealed class UnrecordedChangeTests() : SchemaRuleTests("SG4007")
{
    private const string MarkedMoney = """
        [MessagePack.MessagePackObject]
        internal sealed record Money([property: MessagePack.Key(0)] Int128 Cents);

        namespace MessagePack
        {
            internal sealed class MessagePackObjectAttribute : Attribute;

            internal sealed class KeyAttribute(int index) : Attribute
            {
                public int Index => index;
            }
        }
        """;

    [Fact]
    public Task A_member_that_both_versions_can_do_without_is_reported_at_the_state() => VerifyAfterAsync(
        Operator("[State] private partial ListState<Money> Paid { get; }", "internal sealed record Money(int Cents);"),
        Operator("[State] private partial [|ListState<Money>|] Paid { get; }", "internal sealed record Money(int Cents, string? Currency);"),
        "State 'Paid' of operator 'sample' has an unrecorded change", "member 'Money.Currency' (string?) was added");

    [Fact]
    public Task A_time_to_live_is_reported() => VerifyAfterAsync(
        Operator("[State] private partial ListState<int> Log { get; }"),
        Operator("[State, Ttl(Days = 1)] private partial [|ListState<int>|] Log { get; }"),
        "it had no time to live and now has a time to live of 1 day");

    [Fact]
    public Task A_time_to_live_is_written_in_days_and_smaller_units() => VerifyAfterAsync(
        Operator("[State, Ttl(Days = 7, Hours = 2)] private partial ListState<int> Log { get; }"),
        Operator("[State, Ttl(Hours = 1, Minutes = 1, Seconds = 1, Milliseconds = 2)] private partial [|ListState<int>|] Log { get; }"),
        "it had a time to live of 7 days 2 hours and now has a time to live of 1 hour 1 minute 1 second 2 milliseconds");

    [Fact]
    public Task A_change_that_is_recorded_is_correct()
    {
        var next = Operator("[State, Ttl(Days = 1)] private partial ListState<int> Log { get; }");
        return VerifyAsync(RecordedProject.After(Operator("[State] private partial ListState<int> Log { get; }") + Neighbour).Record(next + Neighbour), next);
    }

    [Fact]
    public Task The_form_of_wide_integers_in_marked_types_is_a_change_that_both_versions_can_read()
    {
        var next = Operator("[State] private partial [|ListState<Money>|] Paid { get; }", MarkedMoney);
        return VerifyAsync(
            RecordedBeforeLittleEndian(next), next, "State 'Paid' of operator 'sample' has an unrecorded change", "'Money.Cents' changed from int128 to int128le");
    }

    [Fact]
    public Task The_form_of_wide_integers_in_marked_types_can_be_recorded()
    {
        var next = Operator("[State] private partial ListState<Money> Paid { get; }", MarkedMoney);
        return VerifyAsync(RecordedBeforeLittleEndian(next).Record(next + Neighbour), next);
    }

    [Fact]
    public Task The_container_of_a_collection_and_the_class_of_the_operator_are_no_part_of_the_schema() => VerifyAfterAsync(
        Operator("[State] private partial ListState<int> Log { get; }"),
        Operator("[State(Name = \"Log\")] private partial ListState<int> History { get; }").Replace("class Sample", "class Other", StringComparison.Ordinal));

    [Fact]
    public Task A_member_that_can_be_missed_and_is_gone_is_reported() => VerifyAfterAsync(
        Operator("[State] private partial ListState<Money> Paid { get; }", "internal sealed record Money(int Cents, string? Currency);"),
        Operator("[State] private partial [|ListState<Money>|] Paid { get; }", "internal sealed record Money(int Cents);"));

    [Fact]
    public Task A_new_name_is_reported_at_the_name() => VerifyAfterAsync(
        Operator("[State] private partial ListState<int> Log { get; }"),
        Operator("[State, FormerName(\"Log\")] private partial ListState<int> [|History|] { get; }"));

    [Fact]
    public Task Another_time_to_live_is_reported() => VerifyAfterAsync(
        Operator("[State, Ttl(Days = 1)] private partial ListState<int> Log { get; }"),
        Operator("[State, Ttl(Days = 2)] private partial [|ListState<int>|] Log { get; }"));

    [Fact]
    public Task A_time_to_live_that_is_gone_is_reported() => VerifyAfterAsync(
        Operator("[State, Ttl(Days = 1)] private partial ListState<int> Log { get; }"),
        Operator("[State] private partial [|ListState<int>|] Log { get; }"));

    [Fact]
    public Task What_was_shipped_is_correct() => VerifyAfterAsync(
        Operator("[State, Ttl(Days = 1)] private partial ListState<int> Log { get; }"), Operator("[State, Ttl(Hours = 24)] private partial ListState<int> Log { get; }"));

    [Fact]
    public Task Other_members_of_the_class_are_no_part_of_the_schema() => VerifyAfterAsync(
        Operator("[State] private partial ListState<int> Log { get; }"),
        Operator("private const int Most = 3; [State] internal partial ListState<int> Log { get; } private bool IsFull => Log.Count() > Most;"));

    [Fact]
    public Task A_computed_member_of_a_type_is_no_part_of_the_schema() => VerifyAfterAsync(
        Operator("[State] private partial ListState<Money> Paid { get; }", "internal sealed record Money(int Cents);"),
        Operator("[State] private partial ListState<Money> Paid { get; }", "internal sealed record Money(int Cents) { public int Euros => Cents / 100; }"));

    [Fact]
    public Task A_type_that_is_in_no_state_may_change() => VerifyAfterAsync(
        Operator("[State] private partial ListState<int> Log { get; }", "internal sealed record Money(int Cents);"),
        Operator("[State] private partial ListState<int> Log { get; }", "internal sealed record Money(long Cents, string Currency);"));

    // Earlier versions wrote the numbers big-endian and recorded them so.
    private static RecordedProject RecordedBeforeLittleEndian(string code) => new RecordedProject()
        .Record(RecordedProject.OperatorsOf(code.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal) + Neighbour)
            .Select(schema => SchemaText.ParseOperator(SchemaText.Write(schema).Replace("int128le", "int128", StringComparison.Ordinal))))
        .Ship();

    private const string Functions = """
        internal readonly struct Sum : IReducer<long> { public static long Reduce(long accumulator, long value) => accumulator + value; }
        internal readonly struct Count : IAggregator<string, long, int> { public static long CreateAccumulator() => 0; public static long Add(long accumulator, string value) => accumulator + 1; public static int GetResult(long accumulator) => (int)accumulator; }
        internal readonly struct Short : IReducer<int> { public static int Reduce(int accumulator, int value) => accumulator + value; }
        """;

    [Fact]
    public Task A_reducing_state_that_becomes_an_aggregating_one_is_reported() => VerifyAfterAsync(
        Operator("[State] private partial ReducingState<long, Sum> Total { get; }", Functions),
        Operator("[State] private partial [|AggregatingState<string, long, int, Count>|] Total { get; }", Functions),
        "a reducing state of int64 to an aggregating state of int64");
}
