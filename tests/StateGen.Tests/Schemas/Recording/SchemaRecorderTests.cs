using StateGen.Schemas;
using StateGen.Schemas.Recording;

namespace StateGen.Tests.Schemas.Recording;

public sealed class SchemaRecorderTests
{
    private const string Shipped = """
        generation 1

        operator orders
          key string
          value Total: Shop.Money

        operator visits
          key string

        record Shop.Money
          Amount: decimal

        """;

    private static readonly OperatorSchema Orders = RecordedSchemas.Parse(Shipped, "").Find("orders")!;
    private static readonly OperatorSchema Carts = new("carts", "Shop.Id", [], [new RecordSchema("Shop.Id", [new("Value", "int32")])]);

    [Fact]
    public void Only_what_differs_is_recorded_operators_before_types()
    {
        var more = Orders with { Types = [new RecordSchema("Shop.Money", [new("Amount", "decimal"), new("Rounded", "boolean")])] };
        Assert.Equal("""
            removed operator visits

            operator carts
              key Shop.Id

            record Shop.Id
              Value: int32

            record Shop.Money
              Amount: decimal
              Rounded: boolean

            """, SchemaRecorder.Record(Shipped, "", [more, Carts], ["visits"]));
    }

    [Fact]
    public void What_was_recorded_of_other_operators_stays()
    {
        var first = SchemaRecorder.Record(Shipped, "", [Carts], []);
        var second = SchemaRecorder.Record(Shipped, first, [Orders with { States = [] }], []);
        Assert.Equal(Carts, RecordedSchemas.Parse(Shipped, second).Find("carts"));
        Assert.Empty(RecordedSchemas.Parse(Shipped, second).Find("orders")!.States);
    }

    [Fact]
    public void A_change_that_is_taken_back_leaves_nothing_recorded()
    {
        var changed = SchemaRecorder.Record(Shipped, "# mine\n", [Orders with { States = [] }, Carts], []);
        Assert.Equal("# mine\n", SchemaRecorder.Record(Shipped, changed, [Orders], ["carts"]));
    }

    [Fact]
    public void State_that_is_given_up_stays_given_up_until_the_change_is_taken_back()
    {
        var changed = Orders with { Types = [new RecordSchema("Shop.Money", [new("Amount", "string")])] };
        var unshipped = SchemaRecorder.Record(Shipped, "", [changed], ["orders"]);
        Assert.StartsWith("removed operator orders\n\noperator orders\n", unshipped, StringComparison.Ordinal);
        Assert.Empty(RecordedSchemas.Parse(Shipped, unshipped).ChainOf("orders"));
        Assert.Equal(unshipped, SchemaRecorder.Record(Shipped, unshipped, [changed], []));
        Assert.Equal("", SchemaRecorder.Record(Shipped, unshipped, [Orders], []));
        var shipment = SchemaRecorder.Ship(Shipped, unshipped)!;
        Assert.Equal([new RecordedGeneration(2, changed)], RecordedSchemas.Parse(shipment.Shipped, shipment.Unshipped).ChainOf("orders"));
    }

    [Fact]
    public void Nothing_is_given_up_of_an_operator_that_was_never_shipped() =>
        Assert.StartsWith("operator carts\n", SchemaRecorder.Record(Shipped, "", [Carts], ["carts"]), StringComparison.Ordinal);

    [Fact]
    public void The_order_of_what_is_recorded_does_not_matter()
    {
        var changed = Orders with { States = [] };
        Assert.Equal(SchemaRecorder.Record(Shipped, "", [changed, Carts], []), SchemaRecorder.Record(Shipped, "", [Carts, changed], []));
        var separately = SchemaRecorder.Record(Shipped, SchemaRecorder.Record(Shipped, "", [changed], []), [Carts], []);
        Assert.Equal(SchemaRecorder.Record(Shipped, "", [Carts, changed], []), separately);
    }

    [Fact]
    public void Comments_at_the_top_and_line_ends_are_kept()
    {
        var written = SchemaRecorder.Record(Shipped, "# one\r\n\r\n# two\r\n\r\noperator carts\r\n  key int32\r\n", [Carts], []);
        Assert.Equal("# one\r\n# two\r\n\r\noperator carts\r\n  key Shop.Id\r\n\r\nrecord Shop.Id\r\n  Value: int32\r\n", written);
    }

    [Fact]
    public void Comments_stay_above_the_lines_that_they_are_about()
    {
        const string Unshipped = """
            # top

            operator carts
            # about the key
              key int32
            # about what goes
              value Gone: int32

            # about the type
            # in two lines
            record Shop.Id
            # about the member
              Value: int64
            # the end
            """;
        const string Expected = """
            # top

            operator carts
            # about what goes
            # about the key
              key Shop.Id

            # about the type
            # in two lines
            record Shop.Id
            # about the member
              Value: int32
            # the end

            """;
        var written = SchemaRecorder.Record(Shipped, Unshipped, [Carts], []);
        Assert.Equal(Expected, written);
        Assert.Equal(Expected, SchemaRecorder.Record(Shipped, written, [Carts], []));
    }

    [Fact]
    public void Comments_go_with_their_block() =>
        Assert.Equal("# top\n", SchemaRecorder.Record(Shipped, "# top\n\noperator carts\n# about the key\n  key int32\n", [], ["carts"]));

    [Fact]
    public void Shipping_appends_a_generation_and_leaves_the_comments()
    {
        var shipment = SchemaRecorder.Ship(Shipped, "# mine\n\noperator carts\n# about the key\n  key string\n\n\n")!;
        Assert.Equal(Shipped + "\ngeneration 2\n\noperator carts\n# about the key\n  key string\n", shipment.Shipped);
        Assert.Equal("# mine\n", shipment.Unshipped);
        Assert.Equal(2, shipment.Generation);
    }

    [Fact]
    public void Shipping_to_an_empty_file_makes_the_first_generation() =>
        Assert.Equal("generation 1\n\noperator a\n  key string\n", SchemaRecorder.Ship("", "operator a\n  key string")!.Shipped);

    [Fact]
    public void Shipping_ends_a_last_line_that_does_not_end()
    {
        var shipment = SchemaRecorder.Ship("generation 7\r\noperator a\r\n  key string", "operator b\n  key string")!;
        Assert.Equal("generation 7\r\noperator a\r\n  key string\r\n\r\ngeneration 8\r\n\r\noperator b\r\n  key string\r\n", shipment.Shipped);
        Assert.Equal(["a", "b"], RecordedSchemas.Parse(shipment.Shipped, shipment.Unshipped).OperatorIds);
    }

    [Fact]
    public void A_shipment_that_was_interrupted_between_the_files_is_finished_and_not_repeated()
    {
        const string unshipped = "# mine\n\nremoved operator visits\n";
        var first = SchemaRecorder.Ship(Shipped, unshipped)!;
        var again = SchemaRecorder.Ship(first.Shipped, unshipped)!;
        Assert.Equal((first.Shipped, first.Unshipped, 2), (again.Shipped, again.Unshipped, again.Generation));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("# only a comment\n")]
    public void There_is_nothing_to_ship_where_nothing_is_recorded(string unshipped) => Assert.Null(SchemaRecorder.Ship(Shipped, unshipped));

    [Theory]
    [InlineData("generation 1\n<<<<<<< HEAD\n", "", "StateSchema.Shipped.txt(2): ")]
    [InlineData("", "\noperator a\n  kee string\n", "StateSchema.Unshipped.txt(2): ")]
    public void Malformed_files_are_neither_written_nor_shipped(string shipped, string unshipped, string place)
    {
        Assert.StartsWith(place, Assert.Throws<FormatException>(() => SchemaRecorder.Record(shipped, unshipped, [Carts], [])).Message, StringComparison.Ordinal);
        Assert.StartsWith(place, Assert.Throws<FormatException>(() => SchemaRecorder.Ship(shipped, unshipped)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_is_recorded_and_shipped_is_found_again()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        for (var run = 0; run < 200; run++)
        {
            var history = new History();
            for (var step = 0; step < 12; step++)
                history.Advance(random, $"seed {seed}, run {run}, step {step}");
        }
    }

    // A project that lives on: declarations come, change and go; now and then it ships.
    private sealed class History
    {
        private readonly Dictionary<string, OperatorSchema> _declared = [];
        private readonly Dictionary<string, List<OperatorSchema>> _chains = [];
        private string _shipped = "";
        private string _unshipped = "# header\n";

        public void Advance(Random random, string place)
        {
            var money = new RecordSchema("Money", [.. Enumerable.Range(0, random.Next(3)).Select(index => new MemberSchema($"M{index}", "int32"))]);
            var removed = _declared.Keys.Where(_ => random.Next(4) == 0).ToArray();
            foreach (var id in removed)
                _declared.Remove(id);
            foreach (var id in (string[])["a", "b c"])
                Declare(random, id, money);
            _unshipped = SchemaRecorder.Record(_shipped, _unshipped, _declared.Values.OrderBy(_ => random.Next()), removed.Except(_declared.Keys));
            if (random.Next(2) == 0)
                Ship();
            Check(place);
        }

        // All operators share the one definition of a type.
        private void Declare(Random random, string id, RecordSchema money)
        {
            if (_declared.TryGetValue(id, out var schema) ? random.Next(2) == 0 : random.Next(3) == 0)
                schema = new(id, "string", [new StateSchema($"S{random.Next(3)}", StateKind.List, "list<Money?>")], []);
            if (schema is not null)
                _declared[id] = schema with { Types = [money] };
        }

        private void Ship()
        {
            if (SchemaRecorder.Ship(_shipped, _unshipped) is not { } shipment)
                return;
            Assert.StartsWith(_shipped, shipment.Shipped, StringComparison.Ordinal);
            (_shipped, _unshipped) = (shipment.Shipped, shipment.Unshipped);
            foreach (var id in _chains.Keys.Except(_declared.Keys).ToArray())
                _chains.Remove(id);
            foreach (var (id, schema) in _declared)
            {
                var chain = _chains.TryGetValue(id, out var known) ? known : _chains[id] = [];
                if (chain.Count == 0 || !chain[^1].Equals(schema))
                    chain.Add(schema);
            }
        }

        private void Check(string place)
        {
            var schemas = RecordedSchemas.Parse(_shipped, _unshipped);
            Assert.True(schemas.Errors.Count == 0, place);
            Assert.True(schemas.OperatorIds.SequenceEqual(_declared.Keys.Order(StringComparer.Ordinal)), place);
            Assert.All(_declared.Values, schema => Assert.True(schemas.IsRecorded(schema) && schemas.Find(schema.OperatorId)!.Equals(schema), place));
            foreach (var (id, chain) in _chains.Where(pair => _declared.ContainsKey(pair.Key)))
                Assert.True(schemas.ChainOf(id).Select(generation => generation.Schema).SequenceEqual(chain), place);
        }
    }
}
