using StateGen.Schemas;

namespace StateGen.Tests.Schemas;

public sealed class OperatorSchemaTests
{
    [Fact]
    public void Schemas_built_apart_from_equal_parts_are_equal()
    {
        Assert.Equal(SampleSchema.Create(), SampleSchema.Create());
        Assert.Equal(SampleSchema.Create().GetHashCode(), SampleSchema.Create().GetHashCode());
    }

    [Fact]
    public void A_schema_differs_in_every_part()
    {
        var schema = SampleSchema.Create();
        Assert.All(
            [
                schema with { OperatorId = "other" },
                schema with { KeyType = "string" },
                schema with { States = schema.States.RemoveAt(0) },
                schema with { Types = schema.Types.RemoveAt(0) },
                schema.WithState("Flights", state => state with { TimeToLiveMilliseconds = 1 }),
                schema.WithRecord(record => record with { Members = record.Members.RemoveAt(0) }),
                schema.WithEnum(type => type with { IsFlags = true }),
                schema.WithEnum(type => type with { Members = type.Members.SetItem(0, new EnumMemberSchema("Early", "7")) }),
            ],
            changed => Assert.NotEqual(schema, changed));
    }

    [Theory]
    [InlineData("int64", "int64")]
    [InlineData("string?", "string")]
    [InlineData("list<Shop.Item?>?", "list<Shop.Item?>", "Shop.Item")]
    [InlineData("map<string,list<map<int32,Shop.Item>>>", "map<string,list<map<int32,Shop.Item>>>", "string", "list<map<int32,Shop.Item>>", "map<int32,Shop.Item>", "int32", "Shop.Item")]
    public void A_type_expression_mentions_itself_and_its_arguments(string expression, params string[] mentioned) =>
        Assert.Equal(mentioned, TypeExpression.Mentioned(expression));
}
