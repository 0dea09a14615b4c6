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

    [State]
    internal partial MapState<int, StoredShapes.Lists> Lists { get; }

    [State]
    internal partial MapState<int, StoredShapes.SetsAndMaps> SetsAndMaps { get; }

    [State]
    internal partial MapState<int, StoredShapes.Tuples> Tuples { get; }

    [State]
    internal partial ListState<StoredShapes.IFigure> Figures { get; }

    [State]
    internal partial MapState<int, StoredShapes.Chain> Chains { get; }

    [State]
    internal partial MapState<int, StoredShapes.Even> Evens { get; }

    protected override void OnEvent(int value, OperatorContext<int> context)
    {
    }
}
