namespace StateGen.Generators.Diagnostics;

/// <summary>
/// The ids of all diagnostics. The name of an id is also the stem of the names of its rule, its fix and its tests. The meaning of an id never changes.
/// </summary>
internal static class DiagnosticIds
{
    // SG1xxx: declarations.
    public const string OperatorNotPartial = "SG1001";
    public const string NotKeyedOperator = "SG1002";
    public const string StateNotPartial = "SG1003";
    public const string WrongStateAccessors = "SG1004";
    public const string StaticState = "SG1005";
    public const string StateOutsideOperator = "SG1006";
    public const string DuplicateStateName = "SG1007";
    public const string MissingOperatorId = "SG1008";
    public const string UnsupportedStateType = "SG1009";
    public const string MutableStateType = "SG1010";
    public const string InvalidTtl = "SG1011";
    public const string StateInitializer = "SG1012";
    public const string UnsupportedKeyType = "SG1013";
    public const string StateNotNullable = "SG1014";
    public const string FileLocalType = "SG1015";
    public const string DuplicateOperatorId = "SG1016";
    public const string OperatorDerivesFromOperator = "SG1017";
    public const string ReservedMember = "SG1018";
    public const string EmptyStateName = "SG1019";
    public const string StateNotPlainProperty = "SG1020";
    public const string InvalidUpgrade = "SG1021";
    public const string InvalidCodecRegistration = "SG1022";
    public const string UnsupportedCodecRequest = "SG1023";
    public const string RepeatedOperatorId = "SG1024";
    public const string BroadcastStateWithoutInput = "SG1025";
    public const string ReducerKeepsData = "SG1026";
    public const string WrongOperatorState = "SG1029";

    // SG2xxx: the code of operators.
    public const string FieldInsteadOfState = "SG2001";
    public const string StateWithoutCurrentKey = "SG2002";
    public const string AsyncCallback = "SG2003";
    public const string StateAfterAwait = "SG2004";
    public const string StateOnOtherThread = "SG2005";
    public const string StateInEscapingDelegate = "SG2006";
    public const string StateNotAssignedBack = "SG2007";
    public const string EscapingStateHandle = "SG2008";
    public const string StateChangedWhileEnumerated = "SG2009";
    public const string NondeterministicCallback = "SG2010";
    public const string BlockingCallback = "SG2011";
    public const string ListStateRewritten = "SG2012";
    public const string TimerPerEvent = "SG2013";
    public const string EmittedValueChanged = "SG2014";
    public const string SwallowedException = "SG2015";
    public const string BroadcastStateWrittenUnderKey = "SG2016";
    public const string OperatorStateBeforeOpen = "SG2018";
    public const string TimerOfOtherTime = "SG2019";

    // SG3xxx: state and its backend.
    public const string BackendMismatch = "SG3001";
    public const string CollectionInValueState = "SG3002";
    public const string UnboundedCollectionState = "SG3003";
    public const string IneffectiveOption = "SG3004";
    public const string MissingBackendPackage = "SG3005";
    public const string UnsuitableParallelism = "SG3006";
    public const string InvalidBackend = "SG3007";
    public const string UnusedPipeline = "SG3008";

    // SG4xxx: recorded schemas.
    public const string MissingSchemaFiles = "SG4001";
    public const string UnrecordedOperator = "SG4002";
    public const string UnrecordedState = "SG4003";
    public const string UnrecordedOperatorRemoval = "SG4004";
    public const string UnrecordedStateRemoval = "SG4005";
    public const string MissingFormerName = "SG4006";
    public const string UnrecordedChange = "SG4007";
    public const string UnrecordedOneWayChange = "SG4008";
    public const string UnrestorableState = "SG4009";
    public const string ChangedKeyType = "SG4010";
    public const string ChangedMapKeyType = "SG4011";
    public const string ChangedOperatorId = "SG4012";
    public const string RemovedEnumMember = "SG4013";
    public const string RenumberedEnumMember = "SG4014";
    public const string MalformedSchemaFile = "SG4015";
    public const string ChangedTtlClock = "SG4016";

    // SG9xxx: the analyzers themselves.
    public const string RuleFailed = "SG9001";
}
