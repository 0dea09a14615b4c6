using StateGen.Schemas;
using StateGen.Schemas.Text;

namespace StateGen.Tests.Schemas;

public sealed class SchemaTextTests
{
    private const string Golden = """
        operator daily-delays
          key Delays.AirportDay
          list Log: Delays.Shape
          map Routes: tuple<string,int32> -> list<Delays.Pair`2<int64,string?>>?, ttl 604800000 ms
          value "a \"b\"\u000a" (formerly "c,d", e): int64

        record Delays.AirportDay (formerly Delays.Day)
          Airport: string
          Day (formerly Date): dateonly

        record Delays.Circle
          [0] Radius: double
          [3] Color: Delays.Color

        enum Delays.Color (formerly Hue): uint64
          Red (formerly Rouge) = 0
          Crimson = 1
          Rot = 1
          Blue = 18446744073709551615

        opaque Delays.Instant: version 2

        record Delays.Pair`2<int64,string?>
          First: int64
          Second: string?

        flags Delays.Rights: int32
          None = -1
          Read = 1

        union Delays.Shape
          0 = Delays.Circle
          7 = Delays.Tagged

        record Delays.Tagged
          ["a \"key\""] Tag: Delays.Instant?
          ["rights"] Rights: Delays.Rights

        """;

    [Fact]
    public void The_text_of_every_kind_of_line_is_read_and_written_again() => Assert.Equal(Golden, OperatorSchema.Parse(Golden).ToString());

    [Fact]
    public void Broadcast_states_are_read_and_written_again()
    {
        const string Text = "operator a\n  key int32\n  broadcast Airports (formerly Places): string -> list<int64>?\n  value Count: int64\n";
        var schema = OperatorSchema.Parse(Text);
        Assert.Equal(new StateSchema("Airports", StateKind.Broadcast, "list<int64>?", "string", FormerNames: ["Places"]), schema.States[0]);
        Assert.Equal(Text, schema.ToString());
        Assert.NotEqual(SchemaFingerprint.Of(schema), SchemaFingerprint.Of(OperatorSchema.Parse(Text.Replace("broadcast", "map", StringComparison.Ordinal))));
    }

    [Fact]
    public void Operator_states_are_read_and_written_again()
    {
        const string Text = "operator a\n  key int32\n  operator-list Offsets (formerly Places): list<int64>?\n  operator-union Totals: int64\n";
        var schema = OperatorSchema.Parse(Text);
        Assert.Equal([new StateSchema("Offsets", StateKind.OperatorList, "list<int64>?", FormerNames: ["Places"]), new StateSchema("Totals", StateKind.OperatorUnion, "int64")], schema.States);
        Assert.Equal(Text, schema.ToString());
        foreach (var kind in new[] { "list", "operator-union" })
            Assert.NotEqual(SchemaFingerprint.Of(schema), SchemaFingerprint.Of(OperatorSchema.Parse(Text.Replace("operator-list", kind, StringComparison.Ordinal))));
    }

    [Fact]
    public void Reducing_and_aggregating_states_are_read_and_written_again()
    {
        const string Text = "operator a\n  key int32\n  aggregating Average (formerly Mean): tuple<decimal,int64>, ttl 5 ms\n  reducing Total: int64?\n";
        var schema = OperatorSchema.Parse(Text);
        Assert.Equal(
            [
                new StateSchema("Average", StateKind.Aggregating, "tuple<decimal,int64>", TimeToLiveMilliseconds: 5, FormerNames: ["Mean"]),
                new StateSchema("Total", StateKind.Reducing, "int64?"),
            ],
            schema.States);
        Assert.All(schema.States, state => Assert.True(state is { IsAccumulator: true, IsInRow: true }));
        Assert.Equal(Text, schema.ToString());
        Assert.NotEqual(SchemaFingerprint.Of(schema), SchemaFingerprint.Of(OperatorSchema.Parse(Text.Replace("reducing", "value", StringComparison.Ordinal))));
    }

    [Fact]
    public void Sorted_maps_are_read_and_written_again()
    {
        const string Text = "operator a\n  key int32\n  sorted-map Board (formerly Scores): int64 -> string?, ttl 1000 ms\n";
        var schema = OperatorSchema.Parse(Text);
        Assert.Equal(new StateSchema("Board", StateKind.SortedMap, "string?", "int64", 1000, ["Scores"]), schema.States[0]);
        Assert.Equal(Text, schema.ToString());
        Assert.NotEqual(SchemaFingerprint.Of(schema), SchemaFingerprint.Of(OperatorSchema.Parse(Text.Replace("sorted-map", "map", StringComparison.Ordinal))));
    }

    [Fact]
    public void What_was_read_is_what_the_text_says()
    {
        var schema = OperatorSchema.Parse(Golden);
        Assert.Equal(("daily-delays", "Delays.AirportDay"), (schema.OperatorId, schema.KeyType));
        Assert.Equal(new StateSchema("Routes", StateKind.Map, "list<Delays.Pair`2<int64,string?>>?", "tuple<string,int32>", 604_800_000), schema.States.Single(state => state.Name == "Routes"));
        Assert.Equal(new StateSchema("a \"b\"\n", StateKind.Value, "int64", FormerNames: ["c,d", "e"]), schema.States.Single(state => state.Kind == StateKind.Value));
        Assert.Equal(new RecordSchema("Delays.Tagged", [new("Tag", "Delays.Instant?", "\"a \"key\"\""), new("Rights", "Delays.Rights", "\"rights\"")]), schema.FindType("Delays.Tagged"));
        Assert.Equal(new OpaqueSchema("Delays.Instant", 2), schema.FindType("Delays.Instant"));
    }

    [Fact]
    public void Text_is_canonical_in_the_order_of_states_types_and_enum_members()
    {
        var schema = SampleSchema.Create();
        var shuffled = schema with { States = [.. schema.States.Reverse()], Types = [.. schema.Types.Reverse()] };
        shuffled = shuffled.WithEnum(type => type with { Members = [.. type.Members.Reverse()] });
        Assert.Equal(schema.ToString(), shuffled.ToString());
    }

    [Fact]
    public void Line_ends_of_windows_and_comments_are_read()
    {
        var text = "# a comment\r\noperator a\r\n  key int32\r\n\r\n# another\r\n  value X: int32\r\n";
        Assert.Equal(new OperatorSchema("a", "int32", [new StateSchema("X", StateKind.Value, "int32")], []), OperatorSchema.Parse(text));
    }

    [Theory]
    [InlineData("operator a\n  value X: int32", 1, "operator a has no 'key' line.")]
    [InlineData("operator a\n  key int32\n  key int64", 3, "operator a has a second 'key' line.")]
    [InlineData("operator a\n  key int32\n  value X: int32\n  list X: int32", 4, "state X is declared twice.")]
    [InlineData("operator a\n  key int32\n  value X int32", 3, "expected ': ', but found ' int32'.")]
    [InlineData("operator a\n  key int32\n  value X: list<int32", 3, "'list<int32' is not a type expression.")]
    [InlineData("operator a\n  key int32\n  value X: int32, ttl 0 ms", 3, "the time to live must be greater than zero.")]
    [InlineData("operator a\n  key int32\n  value X: int32, ttl 5", 3, "expected ' ms', but found the end of the line.")]
    [InlineData("operator a\n  key int32\n  map X: int32", 3, "expected ' -> ', but found the end of the line.")]
    [InlineData("operator a\n  key int32\n  broadcast X: int32 -> int32, ttl 5 ms", 3, "expected the end of the line, but found ', ttl 5 ms'.")]
    [InlineData("operator a\n  key int32\n  bag X: int32", 3, "expected key, value, map, list, broadcast, sorted-map, reducing, aggregating, operator-list or operator-union.")]
    [InlineData("operator a\n  key int32\n  operator-list X: int32, ttl 5 ms", 3, "expected the end of the line, but found ', ttl 5 ms'.")]
    [InlineData("operator a\n  key int32\n  operator-union X: int32 -> int32", 3, "expected the end of the line, but found ' -> int32'.")]
    [InlineData("operator a b\n  key int32", 1, "expected the end of the line, but found ' b'.")]
    [InlineData("operator \"a", 1, "expected '\"', but found the end of the line.")]
    [InlineData("operatr a", 1, "expected operator, record, enum, flags, union, opaque, removed operator or generation.")]
    [InlineData("record R\n  A: int32\n  A: int32", 3, "member A or its key is declared twice.")]
    [InlineData("record R\n  [0] A: int32\n  B: int32", 1, "record R mixes members with and without keys, or integer and string keys.")]
    [InlineData("enum E: int32\n  A = 1\n  A = 2", 3, "member A is declared twice.")]
    [InlineData("enum E: int32\n  A = x", 2, "expected a number, but found 'x'.")]
    [InlineData("union U\n  0 = A\n  0 = B", 3, "tag 0 is used twice.")]
    [InlineData("opaque O: version 1\n  A: int32", 2, "opaque types have no members.")]
    [InlineData("generation 2\ngeneration 2", 2, "generation 2 must be greater than the previous one, 2.")]
    [InlineData("operator a\n  key int32\noperator a\n  key int32", 3, "operator a is declared twice.")]
    [InlineData("removed operator a\noperator a\n  key int32\nremoved operator a", 4, "removed operator a is listed twice.")]
    [InlineData("  A: int32", 1, "this line does not belong to an operator or type.")]
    [InlineData("generation 1\n  A: int32", 2, "this line does not belong to an operator or type.")]
    [InlineData("enum E: uint64\n  A = 18446744073709551616", 2, "18446744073709551616 is not a valid enum value.")]
    [InlineData("record R\n  [-1] A: int32", 2, "a key must be a number from 0 to 65535.")]
    [InlineData("record R\nrecord R", 2, "type R is declared twice.")]
    public void A_wrong_line_is_reported_with_its_number(string text, int line, string message) =>
        Assert.Equal(new SchemaTextError(line - 1, message), Assert.Single(SchemaDocument.Parse(text).Errors));

    [Fact]
    public void A_document_has_the_lines_of_its_parts_and_goes_on_after_an_error()
    {
        var document = SchemaDocument.Parse("generation 1\n\noperator a\n  key int32\n  wrong\n\nrecord R\n  A: int32\ngeneration 3\nremoved operator a\n");
        Assert.Equal([1, 3], document.Generations.Select(section => section.Number));
        Assert.Equal(new Located<OperatorSchema>(new("a", "int32", [], []), 2), Assert.Single(document.Generations[0].Operators));
        Assert.Equal(new Located<TypeSchema>(new RecordSchema("R", [new("A", "int32")]), 6), Assert.Single(document.Generations[0].Types));
        Assert.Equal(new Located<string>("a", 9), Assert.Single(document.Generations[1].RemovedOperators));
        Assert.Equal(4, Assert.Single(document.Errors).Line);
    }

    [Theory]
    [InlineData("")]
    [InlineData("operator a\n  key int32\noperator b\n  key int32")]
    [InlineData("generation 1\noperator a\n  key int32\ngeneration 2\nremoved operator a")]
    public void The_text_of_one_schema_has_one_operator(string text) => Assert.Throws<FormatException>(() => OperatorSchema.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("a<")]
    [InlineData("a<b")]
    [InlineData("a<b,>")]
    [InlineData("a<b>>")]
    [InlineData("a??")]
    [InlineData("a b")]
    public void What_is_no_type_expression_is_refused(string text) => Assert.Throws<FormatException>(() => TypeExpression.Parse(text));

    [Fact]
    public void Nesting_without_end_is_refused() =>
        Assert.Throws<FormatException>(() => TypeExpression.Parse(string.Concat(Enumerable.Repeat("list<", 100_000))));

    [Fact]
    public void A_fingerprint_is_stable_and_tells_shapes_apart()
    {
        var schema = OperatorSchema.Parse(Golden);
        Assert.Equal("7e88a2007a7f3dbe", SchemaFingerprint.Of(schema));
        var longer = schema.WithState("Routes", state => state with { TimeToLiveMilliseconds = 5, FormerNames = ["Old"] });
        Assert.Equal(SchemaFingerprint.Of(schema), SchemaFingerprint.Of(longer));
        var permanent = schema.WithState("Routes", state => state with { TimeToLiveMilliseconds = null });
        Assert.NotEqual(SchemaFingerprint.Of(schema), SchemaFingerprint.Of(permanent));
    }
}
