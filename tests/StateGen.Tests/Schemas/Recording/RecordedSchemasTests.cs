using StateGen.Schemas;
using StateGen.Schemas.Recording;

namespace StateGen.Tests.Schemas.Recording;

public sealed class RecordedSchemasTests
{
    private const string Shipped = """
        # By generation.
        generation 1

        operator orders
          key string
          value Total: Shop.Money

        operator visits
          key string
          value Count: int64

        record Shop.Money
          Amount: decimal

        generation 4

        record Shop.Money
          Amount: decimal
          Currency: Shop.Currency

        enum Shop.Currency: int32
          Euro = 0

        generation 5

        removed operator visits

        """;

    private const string Unshipped = """
        operator orders
          key string
          list Log: string
          value Total: Shop.Money

        """;

    [Fact]
    public void A_generation_changes_every_operator_whose_type_it_changes()
    {
        var chain = RecordedSchemas.Parse(Shipped, "").ChainOf("orders");
        Assert.Equal([1, 4], chain.Select(generation => generation.Number));
        Assert.Equal(["Shop.Money"], chain[0].Schema.Types.Select(type => type.Name));
        Assert.Equal(["Shop.Currency", "Shop.Money"], chain[1].Schema.Types.Select(type => type.Name));
        Assert.Equal(2, Assert.IsType<RecordSchema>(chain[1].Schema.FindType("Shop.Money")).Members.Count);
    }

    [Fact]
    public void What_is_not_shipped_is_recorded_but_in_no_chain()
    {
        var schemas = RecordedSchemas.Parse(Shipped, Unshipped);
        Assert.Empty(schemas.Errors);
        Assert.Equal(["Log", "Total"], schemas.Find("orders")!.States.Select(state => state.Name));
        Assert.Equal(["Total"], schemas.ChainOf("orders")[^1].Schema.States.Select(state => state.Name));
        Assert.Equal((SchemaFile.Unshipped, 0), schemas.FindBlock("orders"));
        Assert.Equal(5, schemas.LatestGeneration);
    }

    [Fact]
    public void A_removed_operator_is_not_recorded()
    {
        var schemas = RecordedSchemas.Parse(Shipped, "");
        Assert.Equal(["orders"], schemas.OperatorIds);
        Assert.Null(schemas.Find("visits"));
        Assert.Empty(schemas.ChainOf("visits"));
    }

    [Fact]
    public void The_chain_of_an_operator_that_came_back_starts_when_it_did()
    {
        var schemas = RecordedSchemas.Parse(Shipped + "\ngeneration 7\n\noperator visits\n  key int32\n", "");
        Assert.Equal([7], schemas.ChainOf("visits").Select(generation => generation.Number));
    }

    [Fact]
    public void A_block_says_where_it_stands()
    {
        var schemas = RecordedSchemas.Parse(Shipped, "");
        Assert.Equal((SchemaFile.Shipped, 3), schemas.FindBlock("orders"));
    }

    [Fact]
    public void Empty_files_record_nothing()
    {
        var schemas = RecordedSchemas.Parse("", "");
        Assert.Empty(schemas.Errors);
        Assert.Empty(schemas.OperatorIds);
        Assert.Equal(0, schemas.LatestGeneration);
        Assert.False(schemas.IsRecorded(new("orders", "string", [], [])));
    }

    [Fact]
    public void Line_ends_of_windows_change_nothing()
    {
        var windows = RecordedSchemas.Parse(Shipped.ReplaceLineEndings("\r\n"), Unshipped.ReplaceLineEndings("\r\n"));
        Assert.Empty(windows.Errors);
        Assert.Equal(RecordedSchemas.Parse(Shipped, Unshipped).Find("orders"), windows.Find("orders"));
    }

    [Fact]
    public void Former_names_and_times_to_live_are_recorded_too()
    {
        var schemas = RecordedSchemas.Parse("generation 1\noperator a\n  key string\n  value X: int32, ttl 5 ms\n", "");
        var schema = new OperatorSchema("a", "string", [new StateSchema("X", StateKind.Value, "int32", null, 5)], []);
        Assert.True(schemas.IsRecorded(schema));
        Assert.False(schemas.IsRecorded(schema with { States = [schema.States[0] with { TimeToLiveMilliseconds = 6 }] }));
        Assert.False(schemas.IsRecorded(schema with { States = [schema.States[0] with { FormerNames = ["W"] }] }));
    }

    [Fact]
    public void Types_that_an_operator_is_not_made_of_do_not_matter_to_it()
    {
        var schemas = RecordedSchemas.Parse("generation 1\noperator a\n  key string\n  value X: Pair`1<Unknown>\nrecord Pair`1<Unknown>\n  N: int32\nrecord Other\n", "");
        Assert.Empty(schemas.Errors);
        Assert.Equal(["Pair`1<Unknown>"], schemas.Find("a")!.Types.Select(type => type.Name));
    }

    [Theory]
    [InlineData("generation 1\n<<<<<<< HEAD\noperator a\n  key string\n", "", SchemaFile.Shipped, 1, "expected operator")]
    [InlineData("generation 1\noperator a\n  key string\n=======\n", "", SchemaFile.Shipped, 3, "expected operator")]
    [InlineData("generation 1\noperator a\n  key string\noperator a\n  key string\n", "", SchemaFile.Shipped, 3, "is declared twice")]
    [InlineData("generation 2\ngeneration 2\n", "", SchemaFile.Shipped, 1, "must be greater than the previous one, 2")]
    [InlineData("generation 2\r\n\r\ngeneration 1\r\n", "", SchemaFile.Shipped, 2, "must be greater than the previous one, 2")]
    [InlineData("# header\n\noperator a\n  key string\n", "", SchemaFile.Shipped, 2, "follow a line 'generation N'")]
    [InlineData("", "\noperator a\n  key string\ngeneration 1\n", SchemaFile.Unshipped, 3, "only allowed in StateSchema.Shipped.txt")]
    [InlineData("", "# none\nremoved operator a\n", SchemaFile.Unshipped, 1, "operator a cannot be removed")]
    [InlineData("generation 1\nremoved operator a\n", "", SchemaFile.Shipped, 1, "operator a cannot be removed")]
    [InlineData("", "operator b\n  key string\n\noperator a\n  key Shop.Id\n", SchemaFile.Unshipped, 3, "uses Shop.Id, which no block describes")]
    [InlineData("", "operator a\n  key string\n  value X: int32\n  value X: int64\n", SchemaFile.Unshipped, 3, "state X is declared twice")]
    [InlineData("", "operator a\n  key string\n  value X int32\n", SchemaFile.Unshipped, 2, "expected ': '")]
    [InlineData("", "operator a\n  value X: int32\n", SchemaFile.Unshipped, 0, "no 'key' line")]
    public void What_is_wrong_is_found_on_its_line(string shipped, string unshipped, SchemaFile file, int line, string message)
    {
        var error = RecordedSchemas.Parse(shipped, unshipped).Errors[0];
        Assert.Equal((file, line), (error.File, error.Line));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }
}
