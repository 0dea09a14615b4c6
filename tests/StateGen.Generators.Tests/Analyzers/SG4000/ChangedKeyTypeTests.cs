using StateGen.Generators.Tests.Schemas;

namespace StateGen.Generators.Tests.Analyzers.SG4000;

public sealed class ChangedKeyTypeTests() : SchemaRuleTests("SG4010")
{
    private const string Count = "[State] private partial long Count { get; set; }";

    [Fact]
    public Task Another_type_is_reported_at_the_key() => VerifyAfterAsync(
        Operator(Count), Operator(Count, key: "[|int|]"), "Operator 'sample' cannot be restored: its key changed from string to int32");

    [Fact]
    public Task Another_member_of_the_key_is_reported() => VerifyAfterAsync(
        Operator(Count, "internal sealed record Id(int Number);", key: "Id"),
        Operator(Count, "internal sealed record Id(int Number, int Version);", key: "[|Id|]"));

    [Fact]
    public Task The_key_of_an_operator_that_was_never_shipped_may_change()
    {
        var next = Operator(Count, key: "int");
        return VerifyAsync(RecordedProject.After(Neighbour).Record(Operator(Count) + Neighbour).Record(next + Neighbour), next);
    }

    [Fact]
    public Task Another_order_of_the_members_is_reported() => VerifyAfterAsync(
        Operator(Count, "internal sealed record Id(int Number, string Shop);", key: "Id"),
        Operator(Count, "internal sealed record Id(string Shop, int Number);", key: "[|Id|]"));

    [Fact]
    public Task A_wider_number_is_reported() => VerifyAfterAsync(Operator(Count, key: "int"), Operator(Count, key: "[|long|]"), "its key changed from int32 to int64");

    [Fact]
    public Task A_tuple_in_the_place_of_its_first_element_is_reported() => VerifyAfterAsync(Operator(Count), Operator(Count, key: "[|(string, int)|]"));

    [Fact]
    public Task The_same_key_is_correct() => VerifyAfterAsync(Operator(Count), Operator(Count));

    [Fact]
    public Task Other_names_of_the_elements_of_a_tuple_are_correct() => VerifyAfterAsync(Operator(Count, key: "(string A, int B)"), Operator(Count, key: "(string C, int D)"));

    [Fact]
    public Task The_key_of_an_operator_with_another_id_is_another_one()
    {
        var shipped = Operator(Count);
        var next = shipped + Operator(Count, key: "int", id: "\"other\"").Replace("class Sample", "class Other", StringComparison.Ordinal);
        return VerifyAsync(RecordedProject.After(shipped + Neighbour).Record(next + Neighbour), next);
    }

    [Fact]
    public Task A_key_that_a_base_class_fixes_is_reported_at_the_operator() => VerifyAfterAsync(
        LogicOf("string"), LogicOf("int").Replace("class Sample", "class [|Sample|]", StringComparison.Ordinal));

    [Fact]
    public Task The_same_key_written_otherwise_is_correct() => VerifyAfterAsync(Operator(Count, key: "int"), Operator(Count, key: "System.Int32"));

    [Fact]
    public Task A_type_with_another_name_and_the_same_shape_is_another_rule() => VerifyAfterAsync(
        Operator(Count, "internal sealed record Id(int Number);", key: "Id"), Operator(Count + " internal sealed record Id(int Number);", key: "Sample.Id").Replace("class Sample", "class {|SG4007:Sample|}", StringComparison.Ordinal));

    private static string LogicOf(string key) => $$"""
        internal abstract class Logic : KeyedOperator<{{key}}, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }

        [Operator("sample")]
        internal sealed partial class Sample : Logic
        {
            {{Count}}
        }
        """;
}
