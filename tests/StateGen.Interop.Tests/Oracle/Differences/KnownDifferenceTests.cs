using MessagePack;
using MessagePack.Resolvers;
using StateGen.Serialization;
using StateGen.TestKit.Values;

namespace StateGen.Interop.Tests.Oracle.Differences;

/// <summary>
/// Where the codecs and MessagePack-CSharp differ. <c>docs/serialization.md</c> lists the same under "Differences from MessagePack-CSharp"; a test here that fails
/// means that the list has to change.
/// </summary>
public sealed class KnownDifferenceTests
{
    [Fact]
    public void Members_of_a_base_class_come_last_here_and_first_there_and_both_read_both()
    {
        AssertOtherOrder(new TextDerived(1, 2), ours: "82" + "A46D6F726502" + "A66F726967696E01", theirs: "82" + "A66F726967696E01" + "A46D6F726502");
        AssertOtherOrder(new NamedDerived(1, 2), ours: "82" + "A44D6F726502" + "A64F726967696E01", theirs: "82" + "A64F726967696E01" + "A44D6F726502");
    }

    [Fact]
    public void Entries_are_sorted_by_their_bytes_here_and_enumerated_there_and_both_read_both()
    {
        AssertOtherOrder(
            new One<Dictionary<string, Int128>>(new(StringComparer.Ordinal) { ["b"] = 1, ["a"] = 2 }),
            ours: $"9182A161C41002{Zeros(15)}A162C41001{Zeros(15)}",
            theirs: $"9182A162C41001{Zeros(15)}A161C41002{Zeros(15)}");
        AssertOtherOrder(new One<HashSet<int>>([300, 1]), ours: "9192" + "01" + "CD012C", theirs: "9192" + "CD012C" + "01");
        AssertOtherOrder(new One<SortedDictionary<int, string>>(new() { [-1] = "", [1] = "" }), ours: "9182" + "01A0" + "FFA0", theirs: "9182" + "FFA0" + "01A0");
    }

    [Fact]
    public void A_key_or_an_element_that_occurs_twice_is_an_error_here_and_may_be_lost_there()
    {
        AssertRefused<One<Dictionary<ByteEnum, bool>>>("9182" + "01C2" + "01C3");
        Assert.Throws<MessagePackSerializationException>(() => ReadByLibrary<One<Dictionary<ByteEnum, bool>>>("9182" + "01C2" + "01C3"));
        AssertRefused<One<HashSet<int>>>("9192" + "01" + "01");
        Assert.Single(ReadByLibrary<One<HashSet<int>>>("9192" + "01" + "01").Value);
    }

    [Fact]
    public void A_lone_surrogate_is_refused_here_and_replaced_there()
    {
        var value = new One<string>("\ud83d");
        Assert.Throws<ArgumentException>(() => CodecOf<One<string>>().Normalize(value));
        Assert.Equal("91A3EFBFBD", WriteByLibrary(value));
    }

    [Theory]
    [InlineData(DateTimeKind.Local)]
    [InlineData(DateTimeKind.Unspecified)]
    public void A_time_that_is_not_UTC_is_refused_here_and_written_there(DateTimeKind kind)
    {
        var value = new One<DateTime>(DateTime.SpecifyKind(Samples.Time, kind));
        Assert.Throws<ArgumentException>(() => CodecOf<One<DateTime>>().Normalize(value));
        var written = kind == DateTimeKind.Local ? value.Value.ToUniversalTime() : Samples.Time;
        Assert.Equal((written, DateTimeKind.Utc), (ReadByLibrary<One<DateTime>>(WriteByLibrary(value)).Value, written.Kind));
    }

    [Fact]
    public void Nil_for_a_reference_that_is_not_nullable_is_an_error_here_and_null_there()
    {
        AssertRefused<One<string>>("91C0");
        Assert.Null(ReadByLibrary<One<string>>("91C0").Value);
        AssertRefused<One<Person>>("91C0");
        Assert.Null(ReadByLibrary<One<Person>>("91C0").Value);
        Assert.Throws<ArgumentNullException>(() => CodecOf<One<string>>().Normalize(new One<string>(null!)));
        Assert.Equal("91C0", WriteByLibrary(new One<string>(null!)));
    }

    [Fact]
    public void A_missing_text_is_empty_here_and_null_there_and_a_missing_object_is_an_error_here()
    {
        Assert.Equal("", Read<One<string>>("90").Value);
        Assert.Null(ReadByLibrary<One<string>>("90").Value);
        AssertRefused<One<Person>>("90");
        Assert.Null(ReadByLibrary<One<Person>>("90").Value);
        AssertRefused<One<DateTime>>("90");
        Assert.Equal(default, ReadByLibrary<One<DateTime>>("90").Value);
    }

    [Fact]
    public void A_case_that_is_unknown_is_an_error_here_and_null_there()
    {
        AssertRefused<Labelled>("92" + "A161" + "920990");
        Assert.Null(ReadByLibrary<Labelled>("92" + "A161" + "920990").Inner);
    }

    [Fact]
    public void A_key_that_is_not_the_place_of_its_parameter_is_read_here_and_refused_there()
    {
        Assert.Equal(new("a", 1), Read<Reversed>("9201A161"));
        Assert.Throws<MessagePackSerializationException>(() => WriteByLibrary(new Reversed("a", 1)));
    }

    [Fact]
    public void A_member_with_a_key_that_is_not_public_is_written_here_and_nil_there_unless_its_options_allow_it()
    {
        var value = new Hidden(1) { Internal = 2 };
        Assert.Equal("920102", Write(value));
        Assert.Equal("9101", WriteByLibrary(value));
        var options = Shape.Options.WithResolver(StandardResolverAllowPrivate.Instance);
        Assert.Equal("920102", Convert.ToHexString(MessagePackSerializer.Serialize(value, options, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public void An_empty_key_is_written_by_both_and_read_only_here()
    {
        Assert.Equal(Write(new EmptyKey(1)), WriteByLibrary(new EmptyKey(1)));
        Assert.Equal(new(1), Read<EmptyKey>("81A001"));
        Assert.Throws<MessagePackSerializationException>(() => ReadByLibrary<EmptyKey>("81A001"));
    }

    [Fact]
    public void A_type_without_attributes_has_the_form_of_StateGen_and_is_refused_there()
    {
        Assert.Equal($"9191C410{Zeros(15)}02", Write(new HoldsUnmarked(new(2))));
        Assert.Throws<MessagePackSerializationException>(() => WriteByLibrary(new HoldsUnmarked(new(2))));
    }

    [Fact]
    public void A_data_contract_is_an_array_here_and_a_map_there()
    {
        Assert.Equal("9101", Write(new Contract(1)));
        Assert.Equal("81A556616C756501", WriteByLibrary(new Contract(1)));
    }

    [Fact]
    public void A_type_parameter_of_a_generic_operator_has_the_form_of_StateGen()
    {
        AssertBoxed<Int128>(2, ours: $"91C410{Zeros(15)}02", theirs: $"91C41002{Zeros(15)}");
        AssertBoxed<UInt128>(2, ours: $"91C410{Zeros(15)}02", theirs: $"91C41002{Zeros(15)}");
        AssertBoxed(1m, ours: $"91C41001{Zeros(15)}", theirs: "91A131");
        AssertBoxed(Guid.Empty, ours: $"91C410{Zeros(16)}", theirs: "91D92430303030303030302D303030302D303030302D303030302D303030303030303030303030");
        AssertBoxed("a", ours: "91A161", theirs: "91A161");
    }

    [Fact]
    public void Nesting_ends_at_512_levels_here_and_at_500_there()
    {
        var tree = new Tree(0, null, []);
        for (var level = 0; level < 505; level++)
            tree = new(level, tree, []);
        var bytes = WriteByLibrary(tree);
        Assert.Equal(bytes, Write(Read<Tree>(bytes)));
        Assert.Throws<MessagePackSerializationException>(() => ReadByLibrary<Tree>(bytes));
    }

    private static void AssertBoxed<T>(T value, string ours, string theirs)
    {
        var codec = typeof(KnownDifferenceTests).Assembly.GetTypes().Single(type =>
            type.IsGenericTypeDefinition && type.GetInterfaces().Any(implemented => implemented.IsGenericType
                && implemented.GetGenericTypeDefinition() == typeof(ICodec<>)
                && implemented.GetGenericArguments()[0].Name == typeof(Boxed<>).Name));
        Assert.Equal(ours, Convert.ToHexString(CodecUnderTest.Of(codec.MakeGenericType(typeof(T)))!.Write(new Boxed<T>(value))));
        Assert.Equal(theirs, WriteByLibrary(new Boxed<T>(value)));
    }

    private static void AssertOtherOrder<T>(T value, string ours, string theirs)
        where T : class
    {
        Assert.Equal(ours, Write(value));
        Assert.Equal(theirs, WriteByLibrary(value));
        Assert.Equal(ours, Write(ReadByLibrary<T>(ours)));
        Assert.Equal(ours, Write(Read<T>(theirs)));
    }

    private static void AssertRefused<T>(string bytes) => Assert.Throws<SerializationFormatException>(() => Read<T>(bytes));

    private static CodecUnderTest CodecOf<T>() => Shape.CodecOf(typeof(T));

    private static string Write<T>(T value) => Convert.ToHexString(CodecOf<T>().Write(value));

    private static T Read<T>(string bytes) => (T)CodecOf<T>().Read(Convert.FromHexString(bytes))!;

    private static string WriteByLibrary<T>(T value) =>
        Convert.ToHexString(MessagePackSerializer.Serialize(value, Shape.Options, TestContext.Current.CancellationToken));

    private static T ReadByLibrary<T>(string bytes) =>
        MessagePackSerializer.Deserialize<T>(Convert.FromHexString(bytes), Shape.Options, TestContext.Current.CancellationToken);

    private static string Zeros(int count) => new('0', 2 * count);
}
