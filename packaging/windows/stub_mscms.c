/* Stand-in for mscms.dll: Wine 8 has not written WcsCreateIccProfile, which Qt's window plugin
   imports; only for the check under Wine. */
__declspec(dllexport) void *OpenColorProfileW(void *a, int b, int c, int d) { return 0; }
__declspec(dllexport) int CloseColorProfile(void *a) { return 1; }
__declspec(dllexport) int GetColorProfileFromHandle(void *a, void *b, void *c) { return 0; }
__declspec(dllexport) void *WcsCreateIccProfile(void *a, int b) { return 0; }
