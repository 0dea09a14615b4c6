namespace StateGen.Conformance.Tests.Oracle;

internal enum CommandKind
{
    SetNumber,
    SetOptional,
    SetText,
    AddToFading,
    Put,
    Remove,
    RemoveNegatives,
    ClearMap,
    PutFading,
    RemoveFading,
    Append,
    Replace,
    AppendFading,
    Clear,
    Register,
    Delete,
    RegisterProcessingTime,
    DeleteProcessingTime,
    FindTimers,
    Describe,
    Throw,
}
