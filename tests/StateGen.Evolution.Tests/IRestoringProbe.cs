using StateGen.Backends;

namespace StateGen.Evolution.Tests;

/// <summary>Restores an operator of any key type.</summary>
public interface IRestoringProbe
{
    /// <summary>Opens the operator from a snapshot and closes it.</summary>
    Task RestoreAsync(IStateBackend backend, OperatorHostSnapshot snapshot);
}
