using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests.Types;

/// <summary>
/// Types with the attributes of MessagePack-CSharp. The bytes are worked out by hand from what that library publishes (its README, "Object Serialization", "Union" and
/// "Built-in supported types") and from the MessagePack specification.
/// </summary>
public class MessagePackObjectTests
{
    // Each: what it shows, the declaration of T, a value, its bytes in parts. Strings are str (a0 + length up to 31, d9 length up to 255).
    public static TheoryData<string, string, string, string> Vectors => new()
    {
        // README: int keys give an array. 92 = array of 2; 01, 02 = positive fixint.
        { "int keys", "[MessagePackObject] internal sealed record T([property: Key(0)] int A, [property: Key(1)] int B);", "new T(1, 2)", "92 01 02" },
        // The key decides the place, not the declaration.
        { "order of keys", "[MessagePackObject] internal sealed record T([property: Key(1)] int A, [property: Key(0)] int B);", "new T(1, 2)", "92 02 01" },
        // README: "If index number is not used, nil is inserted". Keys 0, 3: 94 = array of 4; c0 c0 at 1 and 2.
        { "nil in gaps", "[MessagePackObject] internal sealed record T([property: Key(0)] int A, [property: Key(3)] int B);", "new T(1, 2)", "94 01 C0 C0 02" },
        // Keys 2 and 17: 18 elements no longer fit fixarray (15): dc 0012; nils at 0, 1 and at 3 to 16.
        { "long gaps", "[MessagePackObject] internal sealed record T([property: Key(2)] int A, [property: Key(17)] bool B);", "new T(-1, true)", "DC0012 C0C0 FF C0C0C0C0C0C0C0C0C0C0C0C0C0C0 C3" },
        // String keys give a map in order of declaration. 82 = map of 2; a2 6964 = "id"; a1 6e = "n".
        { "string keys", "[MessagePackObject] internal sealed record T([property: Key(\"n\")] int A, [property: Key(\"id\")] string? B);", "new T(200, null)", "82 A16E CCC8 A26964 C0" },
        // keyAsPropertyName: the names as they are. a4 4e616d65 = "Name"; a1 58 = "X"; d1 ff38 = int16 -200.
        { "names", "[MessagePackObject(keyAsPropertyName: true)] internal sealed record T(string Name) { public short X { get; init; } }", "new T(\"ü\") { X = -200 }", "82 A44E616D65 A2C3BC A158 D1FF38" },
        // A key that is the name says nothing new.
        { "names as keys", "[MessagePackObject(keyAsPropertyName: true)] internal sealed record T([property: Key(nameof(T.A))] int A);", "new T(1)", "81 A141 01" },
        // [IgnoreMember] is not written.
        { "ignored", "[MessagePackObject(true)] internal sealed record T(int A) { [IgnoreMember] public int Twice => 2 * A; }", "new T(7)", "81 A141 07" },
        { "nothing", "[MessagePackObject] internal sealed record T;", "new T()", "90" },
        // Built-in: Guid is text, format "D", lower case: d9 24 = str 8 of 36.
        { "Guid", "[MessagePackObject] internal sealed record T([property: Key(0)] Guid A);", "new T(new Guid(\"0A1B2C3D-4E5F-6071-8293-A4B5C6D7E8F9\"))", "91 D924 30613162326333642D346535662D363037312D383239332D613462356336643765386639" },
        // Built-in: decimal is invariant text with its scale: "-1.50" = a5 2d312e3530.
        { "decimal", "[MessagePackObject] internal sealed record T([property: Key(0)] decimal A, [property: Key(1)] decimal? B);", "new T(-1.50m, null)", "92 A52D312E3530 C0" },
        // Int128 and UInt128 are bin of 16 bytes (c4 10), the lowest first: -2 = fe ff…ff, 2^64 + 2 = 02 00… 01 00….
        { "Int128", "[MessagePackObject] internal sealed record T([property: Key(0)] Int128 A, [property: Key(1)] UInt128 B, [property: Key(2)] Int128? C);", "new T(-2, new UInt128(1, 2), null)", "93 C410FEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF C41002000000000000000100000000000000 C0" },
        // They are the same in tuples, and big-endian in a type without the attribute.
        { "Int128 inside", "[MessagePackObject] internal sealed record T([property: Key(0)] (Int128, int) A, [property: Key(1)] Own B); internal sealed record Own(Int128 C);", "new T((2, 1), new(2))", "92 92 C41002000000000000000000000000000000 01 91 C41000000000000000000000000000000002" },
        // The longest decimal: 30 characters = be.
        { "longest decimal", "[MessagePackObject] internal sealed record T([property: Key(0)] decimal A);", "new T(decimal.MinValue)", "91 BE 2D3739323238313632353134323634333337353933353433393530333335" },
        // DateTime is the timestamp extension (type ff). 1970-01-01T00:00:01Z: 32 bits, d6 ff 00000001.
        { "timestamp 32", "[MessagePackObject] internal sealed record T([property: Key(0)] DateTime A);", "new T(DateTime.UnixEpoch.AddSeconds(1))", "91 D6FF 00000001" },
        // One second and one tick (100 ns): 64 bits, d7 ff, nanoseconds << 34 | seconds = 100 * 2^34 + 1 = 0x0000019000000001.
        { "timestamp 64", "[MessagePackObject] internal sealed record T([property: Key(0)] DateTime A);", "new T(DateTime.UnixEpoch.AddTicks(10000001))", "91 D7FF 0000019000000001" },
        // One second before the epoch is negative: 96 bits, c7 0c ff, nanoseconds 00000000, seconds ffffffffffffffff.
        { "timestamp 96", "[MessagePackObject] internal sealed record T([property: Key(0)] DateTime A);", "new T(DateTime.UnixEpoch.AddSeconds(-1))", "91 C70CFF 00000000 FFFFFFFFFFFFFFFF" },
        // DateTimeOffset is [local time as if UTC, minutes]: 02:00:01 at +02:00 is 7201 s = 1c21; 120 minutes = 78.
        { "DateTimeOffset", "[MessagePackObject] internal sealed record T([property: Key(0)] DateTimeOffset A);", "new T(new DateTimeOffset(1970, 1, 1, 2, 0, 1, TimeSpan.FromHours(2)))", "91 92 D6FF 00001C21 78" },
        // TimeSpan and TimeOnly are ticks (10,000,000 = ce 00989680), DateOnly the day number (2 = 3 January of year 1).
        { "spans and days", "[MessagePackObject] internal sealed record T([property: Key(0)] TimeSpan A, [property: Key(1)] TimeOnly B, [property: Key(2)] DateOnly C);", "new T(TimeSpan.FromSeconds(1), new TimeOnly(0, 0, 1), new DateOnly(1, 1, 3))", "93 CE00989680 CE00989680 02" },
        // char is its number (euro sign, cd 20ac), an enum its underlying number (byte 200, cc c8), bool c3 or c2.
        { "char, enum, bool", "[MessagePackObject] internal sealed record T([property: Key(0)] char A, [property: Key(1)] E B, [property: Key(2)] bool C); internal enum E : byte { X = 200 }", "new T('\\u20ac', E.X, false)", "93 CD20AC CCC8 C2" },
        // float is 32 bits (ca), double 64 (cb).
        { "floats", "[MessagePackObject] internal sealed record T([property: Key(0)] float A, [property: Key(1)] double B);", "new T(1.5f, -2)", "92 CA3FC00000 CBC000000000000000" },
        // Integers in the smallest form, whatever their type: 2^32 = cf 0000000100000000, -129 = d1 ff7f, 128 = cc 80.
        { "integers", "[MessagePackObject] internal sealed record T([property: Key(0)] long A, [property: Key(1)] long B, [property: Key(2)] ulong C);", "new T(4294967296, -129, 128)", "93 CF0000000100000000 D1FF7F CC80" },
        // ReadOnlyMemory<byte> is bin: c4 length.
        { "bytes", "[MessagePackObject] internal sealed record T([property: Key(0)] ReadOnlyMemory<byte> A) { public bool Equals(T? other) => other is not null && other.A.Span.SequenceEqual(A.Span); public override int GetHashCode() => A.Length; }", "new T(new byte[] { 1, 2, 255 })", "91 C403 0102FF" },
        // Uri and Version are text.
        { "Uri and Version", "[MessagePackObject] internal sealed record T([property: Key(0)] Uri A, [property: Key(1)] Version B);", "new T(new Uri(\"ab:c\"), new Version(1, 2))", "92 A461623A63 A3312E32" },
        // A nested object follows its own attributes: a map inside an array.
        { "nested", "[MessagePackObject] internal sealed record T([property: Key(0)] N A, [property: Key(1)] N? B); [MessagePackObject(true)] internal readonly record struct N(Guid? Id);", "new T(new N(null), null)", "92 81 A24964 C0 C0" },
        // README, Union: [key, value].
        { "union", "[MessagePackObject] internal sealed record T([property: Key(0)] IU A); [Union(0, typeof(X)), Union(5, typeof(Y))] internal interface IU; [MessagePackObject] internal sealed record X([property: Key(0)] int V) : IU; [MessagePackObject(true)] internal sealed record Y(decimal V) : IU;", "new T(new Y(2))", "91 92 05 81 A156 A132" },
        // Tuples and KeyValuePair are arrays, and what is inside follows the same rules: decimal 1 is text, a1 31.
        { "tuples", "[MessagePackObject] internal sealed record T([property: Key(0)] (decimal, int) A, [property: Key(1)] KeyValuePair<int, decimal?> B);", "new T((1, 2), new(3, 1))", "92 92 A131 02 92 03 A131" },
        // A type without the attribute is StateGen's own: its Guid is binary (c4 10), also where it stands inside one that has it.
        { "own type inside", "[MessagePackObject] internal sealed record T([property: Key(0)] Own A); internal sealed record Own(Guid Id);", "new T(new Own(Guid.Empty))", "91 91 C410 00000000000000000000000000000000" },
        // [SerializationConstructor] only decides how it is read.
        { "constructor", "[MessagePackObject] internal readonly struct T { [Key(1)] public int A { get; init; } [Key(0)] public string B { get; } [SerializationConstructor] public T(string b) { A = 0; B = b; } public T(int a, string b) { A = a; B = b; } }", "new T(3, \"x\")", "92 A178 03" },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public Task Bytes_are_those_of_the_library(string shows, string declaration, string value, string bytes)
    {
        Assert.NotEmpty(shows);
        return RunAsync(declaration, $$"""
            Expect.Equal("{{bytes.Replace(" ", "", StringComparison.Ordinal)}}", Write({{value}}));
            Expect.Equal({{value}}, Read("{{bytes.Replace(" ", "", StringComparison.Ordinal)}}"));
            """);
    }

    [Theory]
    [InlineData("93 01 02 A178", "new T(1, 2)")] // longer
    [InlineData("91 01", "new T(1, null)")] // shorter
    [InlineData("90", "new T(0, null)")]
    [InlineData("93 D200000001 CC02 93010203", "new T(1, 2)")] // wide integers
    public Task An_array_may_be_longer_and_shorter(string bytes, string value) =>
        RunAsync("[MessagePackObject] internal sealed record T([property: Key(0)] int A, [property: Key(1)] int? B);", $"Expect.Equal({value}, Read(\"{bytes.Replace(" ", "", StringComparison.Ordinal)}\"));");

    [Theory]
    [InlineData("82 A142 02 A141 01", "new T(1) { B = 2 }")] // other order
    [InlineData("83 A141 01 A3787878 93010203 A142 02", "new T(1) { B = 2 }")] // unknown key
    [InlineData("80", "new T(0)")] // missing keys
    [InlineData("82 D90141 01 DA000142 02", "new T(1) { B = 2 }")] // wide strings
    public Task A_map_may_have_another_order_and_other_keys(string bytes, string value) =>
        RunAsync(
            "[MessagePackObject(true)] internal sealed record T(int A) { public long B { get; init; } }",
            $"Expect.Equal({value}, Read(\"{bytes.Replace(" ", "", StringComparison.Ordinal)}\"));");

    [Fact]
    public Task A_missing_text_is_empty_and_a_missing_member_without_default_is_an_error_of_format() => RunAsync(
        "[MessagePackObject] internal sealed record T([property: Key(0)] string A, [property: Key(1)] Inner B); internal sealed record Inner(int X);",
        """
        Expect.Equal(new T("", new(1)), Read("92A09101"));
        Expect.Throws<SerializationFormatException>(() => Read("90"));
        Expect.Equal("The stored T has no member 'B', which has no default.", Expect.Throws<SerializationFormatException>(() => Read("91A178")).Message);
        Expect.Throws<SerializationFormatException>(() => Read("92A178C0"));
        Expect.Throws<SerializationFormatException>(() => Read("DDFFFFFFFF00"));
        """);

    [Fact]
    public async Task State_of_such_types_passes_through_a_restore_and_its_schema_names_the_keys()
    {
        var generated = Generated.From(MessagePackAttributeSource.Text, """
            using MessagePack;
            [MessagePackObject] internal sealed record Order([property: Key(3)] Guid Id, [property: Key(1)] Detail Detail);
            [MessagePackObject] internal readonly record struct Detail([property: Key("price €")] decimal Price, [property: Key("at")] DateTimeOffset At);
            """, """
            [Operator("op")]
            internal sealed partial class Op : ProbeOperator<Op, int>
            {
                [State] internal partial Order? Order { get; set; }
                [State] internal partial Detail Detail { get; set; }
            }

            internal static class Scenario
            {
                public static async Task RunAsync()
                {
                    var order = new Order(Guid.NewGuid(), new(1.50m, new(2001, 2, 3, 4, 5, 6, TimeSpan.FromMinutes(-90))));
                    using var host = await ProbeHost<Op, int>.OpenAsync();
                    host.Do(1, op => { op.Order = order; op.Detail = order.Detail; return null; });
                    await host.RestoreAsync();
                    host.Do(1, op => { Expect.Equal(order, op.Order); Expect.Equal(order.Detail, op.Detail); return null; });
                    host.Do(1, op => op.Clear());
                    Expect.Equal(0L, host.Entries);
                }
            }
            """);
        var schema = generated.SchemaOf("Op");
        Assert.Contains("\nrecord Order\n  [1] Detail: Detail\n  [3] Id: guidtext\n", schema, StringComparison.Ordinal);
        Assert.Contains("\nrecord Detail\n  [\"price €\"] Price: decimaltext\n  [\"at\"] At: localdatetimeoffset\n", schema, StringComparison.Ordinal);
        await generated.RunScenarioAsync();
    }

    [Fact]
    public Task The_largest_key_is_written_and_is_a_schema() => RunAsync(
        "[MessagePackObject] internal sealed record T([property: Key(65535)] int A);",
        """
        Expect.Equal("DD00010000" + string.Concat(Enumerable.Repeat("C0", 65535)) + "07", Write(new T(7)));
        Expect.Equal(new T(7), Read(Write(new T(7))));
        using var host = await ProbeHost<Op, int>.OpenAsync();
        """,
        isAsync: true);

    [Fact]
    public Task A_tuple_has_other_bytes_inside_such_a_type_than_outside() => RunAsync(
        "[MessagePackObject] internal sealed record T([property: Key(0)] (decimal, int) A, [property: Key(1)] Own B); internal sealed record Own((decimal, int) C);",
        """
        var value = new T((1, 2), new((1, 2)));
        Expect.Equal("92" + "92A13102" + "91" + "92C4100100000000000000000000000000000002", Write(value));
        Expect.Equal(value, Read(Write(value)));
        """);

    [Fact]
    public Task Text_that_is_no_value_is_an_error_of_format() => RunAsync(
        "[MessagePackObject] internal sealed record T([property: Key(0)] Guid A, [property: Key(1)] decimal B, [property: Key(2)] DateTimeOffset C);",
        """
        var guid = "D924" + Convert.ToHexString(System.Text.Encoding.ASCII.GetBytes(Guid.Empty.ToString()));
        Expect.Equal(new T(Guid.Empty, 1000m, DateTimeOffset.UnixEpoch), Read("93" + guid + "A3316533" + "92D6FF0000000000"));
        foreach (var wrong in new[] { "93A0A13192D6FF0000000000", "93D925" + guid[4..] + "30A13192D6FF0000000000", "93" + guid + "A178" + "92D6FF0000000000", "93" + guid + "A0" + "92D6FF0000000000",
            "93" + guid + "A131" + "91D6FF00000000", "93" + guid + "A131" + "92D6FF00000000CD0349", "93" + guid + "A131" + "92C70CFF00000000FFFFFFF1886E0900" + "01" })
            Expect.Throws<SerializationFormatException>(() => Read(wrong));
        """);

    [Theory]
    [InlineData("[MessagePackObject] internal sealed record T([property: Key(0), IgnoreMember] int A);", "A", "'A' has both [Key] and [IgnoreMember]")]
    [InlineData("[MessagePackObject] internal sealed record T([property: Key(0)] int A, [property: Key(0)] int B);", "B", "another member also has the [Key] 0; give each member its own")]
    [InlineData("[MessagePackObject] internal sealed record T([property: Key(\"a\")] int A, [property: Key(\"a\")] int B);", "B", "another member also has the [Key] a; give each member its own")]
    [InlineData("[MessagePackObject] internal sealed record T([property: Key(0)] int A, int B);", "B", "'B' has neither [Key] nor [IgnoreMember]; add one of them")]
    [InlineData("[MessagePackObject] internal sealed record T([property: Key(0)] int A) { public int Twice => 2 * A; }", "Twice", "'Twice' has neither [Key] nor [IgnoreMember]; add one of them")]
    [InlineData("[MessagePackObject] internal sealed record T([property: Key(0)] int A, [property: Key(\"b\")] int B);", "B", "the members of T mix integer and string [Key] values")]
    [InlineData("[MessagePackObject(true)] internal sealed record T([property: Key(0)] int A);", "A", "'A' has an integer [Key], but T serializes its members by name")]
    [InlineData("[MessagePackObject(true)] internal sealed record T([property: Key(\"a\")] int A);", "A", "'A' has the [Key] a, which MessagePack-CSharp ignores because T serializes its members by name; remove the [Key], or remove keyAsPropertyName and give every member a [Key]")]
    [InlineData("[MessagePackObject] internal sealed record T([property: Key(65536)] int A);", "A", "the [Key] of 'A' is larger than 65535")]
    [InlineData("[MessagePackObject] internal sealed record T([property: Key(0)] int A, [property: Key(int.MaxValue)] int B);", "B", "the [Key] of 'B' is larger than 65535")]
    [InlineData("[MessagePackObject] internal sealed record T([property: Key(-1)] int A);", "A", "the [Key] of 'A' is negative")]
    [InlineData("[MessagePackObject] internal sealed record T { [Key(0)] public int A { get; init; } [IgnoreMember] public int B { get; init; } }", "B", "'B' is ignored but can be set, so a restore would lose it; add a [Key], or compute it from the other members")]
    [InlineData("[MessagePackObject] internal sealed record T([property: Key(0)] int A, [property: Key(1)] object B);", "B", "object has no fixed shape; use a record")]
    [InlineData("internal abstract record Origin { [Key(0)] public virtual int A { get; init; } } [MessagePackObject] internal sealed record T : Origin { [Key(1)] public override int A { get; init; } }", "A", "'A' has the [Key] 1, but the property that it overrides has the [Key] 0")]
    [InlineData("[MessagePackObject] internal sealed record T([property: Key(0)] M A); [MessagePackObject] internal sealed record M([property: Key(0)] int B, [property: Key(0)] int C);", "A.C", "another member also has the [Key] 0; give each member its own")]
    [InlineData("[MessagePackObject] internal sealed record T([property: Key(0)] IU A); [Union(0, typeof(X)), Union(0, typeof(Y))] internal interface IU; internal sealed record X : IU; internal sealed record Y : IU;", "A", "two cases of IU have the tag 0")]
    [InlineData("[MessagePackObject] internal sealed record T([property: Key(0)] IU A); [Union(0, typeof(X)), UnionCase(1, typeof(X))] internal interface IU; internal sealed record X : IU;", "A", "[UnionCase] and [Union] on IU disagree about the tag 0; make them agree, or remove one of them")]
    [InlineData("[MessagePackObject] internal sealed record T([property: Key(0)] IU A); [Union(0, typeof(X)), Union(1, typeof(Y)), UnionCase(0, typeof(X))] internal interface IU; internal sealed record X : IU; internal sealed record Y : IU;", "A", "[UnionCase] and [Union] on IU disagree about the tag 1; make them agree, or remove one of them")]
    [InlineData("[MessagePackObject] internal sealed record T([property: Key(0)] M A); [MessagePackObject] internal sealed class M { [SerializationConstructor] public M(int b) => B = b; [SerializationConstructor] public M(int b, int c) => (B, C) = (b, c); [Key(0)] public int B { get; } [Key(1)] public int C { get; init; } }", "A", "M has more than one [SerializationConstructor]")]
    public void Contradictions_are_refused(string declaration, string member, string reason)
    {
        var generated = Generated.FromWrong(MessagePackAttributeSource.Text, "using MessagePack;\n" + declaration, Refusals.Operator("[State] internal partial T? X { get; set; }"));
        var problem = Assert.Single(generated.Problems());
        Assert.Equal(("SG1009", $"State 'X' cannot hold T.{member}: {reason}"), (problem.Id, problem.Message));
    }

    [Theory]
    [InlineData("[MessagePackObject(true)] internal sealed record T;", "T: T has no members to serialize by name; remove keyAsPropertyName")]
    [InlineData("internal sealed record T([property: Key(0)] int A);", "T.A: 'A' has a [Key], which has no effect because T is not a [MessagePackObject]")]
    [InlineData("[MessagePackObject] internal abstract record Origin; internal sealed record T(int A) : Origin;", "T: T derives from Origin, which is a [MessagePackObject]; mark T with [MessagePackObject] as well")]
    [InlineData("[MessagePackObject, MessagePackFormatter(typeof(int))] internal sealed record T([property: Key(0)] int A);", "T: T has a [MessagePackFormatter], which StateGen does not use; register a codec for T with [assembly: UseCodec]")]
    [InlineData("[MessagePackObject] internal sealed record T([property: Key(0), MessagePackFormatter(typeof(int))] int A);", "T.A: 'A' has a [MessagePackFormatter], which StateGen does not use; give it its own type and register a codec for that type with [assembly: UseCodec]")]
    [InlineData("[MessagePackObject] internal sealed record T([property: Key(0)] int A) : IMessagePackSerializationCallbackReceiver;", "T: T implements IMessagePackSerializationCallbackReceiver, which StateGen does not call; register a codec for T with [assembly: UseCodec]")]
    public void Attributes_that_cannot_be_honoured_are_refused(string declaration, string reason)
    {
        var generated = Generated.FromWrong(MessagePackAttributeSource.Text, "using MessagePack;\n" + declaration, Refusals.Operator("[State] internal partial T? X { get; set; }"));
        Assert.Equal(("SG1009", $"State 'X' cannot hold {reason}"), Assert.Single(generated.Problems().Select(problem => (problem.Id, problem.Message))));
    }

    [Fact]
    public Task A_property_that_overrides_another_has_its_attributes() => RunAsync(
        "[MessagePackObject] internal abstract record Origin { [Key(1)] public virtual int A { get; init; } [IgnoreMember] public virtual int B => 1; } [MessagePackObject] internal sealed record T : Origin { public override int A { get; init; } public override int B => 2; }",
        """Expect.Equal("92C007", Write(new T { A = 7 }));""");

    [Fact]
    public Task Attributes_that_say_the_same_twice_are_no_contradiction() => RunAsync(
        "[MessagePackObject] internal abstract record Origin { [Key(1)] public virtual int A { get; init; } } [MessagePackObject] internal sealed record T : Origin { [Key(1)] public override int A { get; init; } [Key(0)] public IU? B { get; init; } } "
        + "[Union(0, typeof(X)), Union(1, typeof(Y<int>)), UnionCase(1, typeof(Y<int>)), UnionCase(0, typeof(X))] internal interface IU; internal sealed record X : IU; internal sealed record Y<T>(T Z) : IU;",
        """Expect.Equal("92920090" + "07", Write(new T { A = 7, B = new X() }));""");

    [Fact]
    public void Such_a_type_cannot_be_a_key()
    {
        var generated = Generated.FromWrong(MessagePackAttributeSource.Text, "[MessagePack.MessagePackObject(true)] internal sealed record T(int A);", Refusals.Operator("[State] internal partial MapState<T, int> X { get; }"));
        var problem = Assert.Single(generated.Problems());
        Assert.Equal("The key of map state 'X' cannot use T: T is a [MessagePackObject], which cannot be encoded as a key; declare a separate record for the key", problem.Message);
    }

    private static Task RunAsync(string declaration, string statements, bool isAsync = false) => Generated.From(
        MessagePackAttributeSource.Text,
        "using MessagePack;\n" + declaration,
        $$"""
        using StateGen.Serialization;
        using Codec = StateGen.Generated.TValueCodec;

        [Operator("op")]
        internal sealed partial class Op : ProbeOperator<Op, int>
        {
            [State] internal partial T? X { get; set; }
        }

        internal static class Scenario
        {
            private static string Write(T value)
            {
                var writer = new MessagePackWriter([]);
                Codec.Write(ref writer, in value);
                return Convert.ToHexString(writer.Written);
            }

            private static T Read(string bytes)
            {
                var reader = new MessagePackReader(Convert.FromHexString(bytes));
                return Codec.Read(ref reader);
            }

            public static {{(isAsync ? "async " : "")}}Task RunAsync()
            {
                {{statements}}
                {{(isAsync ? "" : "return Task.CompletedTask;")}}
            }
        }
        """).RunScenarioAsync();
}
