namespace StateGen.Backends;

/// <summary>Takes the files of one subtask's snapshot and sees to length, checksum and durability.</summary>
public interface IStateFileWriter
{
    /// <summary>Writes one file.</summary>
    /// <param name="name">A name, unique within the snapshot, that <see cref="IStateFiles"/> gives back on restore.</param>
    /// <param name="write">Writes the content, forward only.</param>
    /// <param name="cancellationToken">Cancels the writing; nothing of the file then remains.</param>
    Task WriteAsync(string name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken);
}
