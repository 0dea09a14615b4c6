namespace StateGen.Tests.Serialization.Hostile;

/// <summary>Names the types whose codecs are generated.</summary>
[Operator("storing")]
internal sealed partial class StoringOperator : KeyedOperator<int, int, int>
{
    [State]
    internal partial MapState<int, StoredShapes.Nested> Nested { get; }

    [State]
    internal partial MapState<int, StoredShapes.Nothing?> Nothing { get; }

    [State]
    internal partial MapState<int, StoredShapes.Plain> Plain { get; }

    protected override void OnEvent(int value, OperatorContext<int> context)
    {
    }
}
