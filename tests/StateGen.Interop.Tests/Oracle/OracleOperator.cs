namespace StateGen.Interop.Tests.Oracle;

/// <summary>Keeps a state of every type of <see cref="ObjectTable"/>, so that the generator writes its codec.</summary>
[Operator("oracle")]
internal sealed partial class OracleOperator : KeyedOperator<int, int, int>
{
    [State(Copy = true)]
    internal partial Person? PersonState { get; set; }

    [State(Copy = true)]
    internal partial Gaps? GapsState { get; set; }

    [State(Copy = true)]
    internal partial LateKey? LateKeyState { get; set; }

    [State(Copy = true)]
    internal partial Nothing? NothingState { get; set; }

    [State(Copy = true)]
    internal partial StringKeys? StringKeysState { get; set; }

    [State(Copy = true)]
    internal partial Names? NamesState { get; set; }

    [State(Copy = true)]
    internal partial NamesAsKeys? NamesAsKeysState { get; set; }

    [State(Copy = true)]
    internal partial Point PointState { get; set; }

    [State(Copy = true)]
    internal partial NamedPoint NamedPointState { get; set; }

    [State(Copy = true)]
    internal partial Range RangeState { get; set; }

    [State(Copy = true)]
    internal partial Settable? SettableState { get; set; }

    [State(Copy = true)]
    internal partial Fields? FieldsState { get; set; }

    [State(Copy = true)]
    internal partial NamedFields? NamedFieldsState { get; set; }

    [State(Copy = true)]
    internal partial Derived? DerivedState { get; set; }

    [State(Copy = true)]
    internal partial Pair<Int128, string>? PairInt128StringState { get; set; }

    [State(Copy = true)]
    internal partial Pair<Guid, Pair<decimal, bool>>? PairGuidPairDecimalBoolState { get; set; }

    [State(Copy = true)]
    internal partial Pair<decimal, bool>? PairDecimalBoolState { get; set; }

    [State(Copy = true)]
    internal partial NamedPair<UInt128>? NamedPairUInt128State { get; set; }

    [State(Copy = true)]
    internal partial Tree? TreeState { get; set; }

    [State(Copy = true)]
    internal partial Order? OrderState { get; set; }

    [State(Copy = true)]
    internal partial OrderLine? OrderLineState { get; set; }

    [State(Copy = true)]
    internal partial IShape? IShapeState { get; set; }

    [State(Copy = true)]
    internal partial Circle? CircleState { get; set; }

    [State(Copy = true)]
    internal partial Square SquareState { get; set; }

    [State(Copy = true)]
    internal partial Labelled? LabelledState { get; set; }

    [State(Copy = true)]
    internal partial Animal? AnimalState { get; set; }

    [State(Copy = true)]
    internal partial Cat? CatState { get; set; }

    [State(Copy = true)]
    internal partial Dog? DogState { get; set; }

    [State(Copy = true)]
    internal partial References? ReferencesState { get; set; }

    protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
}
