//! What the system says of a file, in words for a person.

/// An I/O error in words that a clerk can act on.
pub fn io_words(error: &std::io::Error) -> String {
    use std::io::ErrorKind::*;
    match error.kind() {
        NotFound => "没有这个文件或文件夹".into(),
        PermissionDenied => "没有权限，或文件正被 Word、WPS、Excel 打开".into(),
        StorageFull | QuotaExceeded | FileTooLarge => "磁盘空间不足".into(),
        ReadOnlyFilesystem => "所在磁盘是只读的".into(),
        AlreadyExists => "这里应是文件夹，却有一个同名的文件".into(),
        // Windows, of a file that another program has open.
        _ if cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33)) => "文件正被 Word、WPS、Excel 打开".into(),
        NotADirectory => "路径里有一段是文件，不是文件夹".into(),
        IsADirectory => "这里应是文件，却是一个文件夹".into(),
        InvalidData => "内容不是 UTF-8 文本".into(),
        ResourceBusy | ExecutableFileBusy => "文件正被别的程序占用".into(),
        _ => format!("系统提示：{error}"),
    }
}
